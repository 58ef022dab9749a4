import { defineConfig } from "vite";

export default defineConfig({
  base: "/playground/",
  build: { outDir: "dist", emptyOutDir: true, chunkSizeWarningLimit: 10_000, reportCompressedSize: false },
  worker: { format: "es" },
});
