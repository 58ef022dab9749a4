"""Text of neo4j.conf and of the files of arguments for `java`."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

_MIB = 1024 * 1024

_OPENED = (
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
    "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED",
)


@dataclass(frozen=True)
class Memory:
    """MiB of the JVM's heap and of Neo4j's page cache."""

    heap: int
    page_cache: int

    @classmethod
    def of_this_machine(cls) -> "Memory":
        """Return an eighth of the memory for each, within bounds; the page cache fills as the graph grows."""
        return cls.of(psutil.virtual_memory().total)

    @classmethod
    def of(cls, total_bytes: int) -> "Memory":
        """Return the same for a machine with this much memory."""
        total = total_bytes // _MIB
        return cls(heap=min(max(total // 8, 768), 4096), page_cache=min(max(total // 8, 128), 8192))


def neo4j_conf(bolt_port: int, memory: Memory) -> str:
    """Return neo4j.conf: loopback only, no usage reports, no access from Cypher to anything outside the database."""
    lines = {
        "server.default_listen_address": "127.0.0.1",
        "server.bolt.listen_address": f"127.0.0.1:{bolt_port}",
        "server.bolt.advertised_address": f"127.0.0.1:{bolt_port}",
        "server.http.enabled": "false",
        "server.https.enabled": "false",
        "dbms.usage_report.enabled": "false",
        "dbms.security.auth_enabled": "true",
        "dbms.security.procedures.unrestricted": "gds.*",
        "dbms.security.allow_csv_import_from_file_urls": "false",
        "internal.dbms.cypher_ip_blocklist": "0.0.0.0/0,::/0",
        "server.memory.pagecache.size": f"{memory.page_cache}m",
        "db.memory.transaction.max": f"{memory.heap // 2}m",
        # For statements without a limit of their own.
        "db.transaction.timeout": "10m",
        # A log takes its full size from the start; 64 MiB suffice instead of 256. It must not grow as it is written:
        # after a full disk has cut a transaction, Neo4j cannot find the last whole one in such a log.
        "db.tx_log.rotation.size": "64m",
        # Ignore a transaction that was cut: it was never committed.
        "internal.dbms.tx_log.fail_on_corrupted_log_files": "false",
        # Stopping would take 11 s instead of 2.
        "internal.dbms.bolt.netty_server_shutdown_quiet_period": "0",
    }
    return "".join(f"{name}={value}\n" for name, value in lines.items())


def server_arguments(jars: Sequence[Path], home: Path, memory: Memory) -> str:
    """Return the arguments of the server, as a file for `java @file`."""
    server = ("org.neo4j.server.CommunityEntryPoint", f"--home-dir={home}", f"--config-dir={home / 'conf'}")
    return _file(_class_path(jars), *_OPENED, f"-Xmx{memory.heap}m", *server)


def password_arguments(jars: Sequence[Path], password: str) -> str:
    """Return those of Neo4j's command for the first password. In a file, since every user can read command lines."""
    return _file(_class_path(jars), "org.neo4j.cli.AdminTool", "dbms", "set-initial-password", password)


def import_arguments(jars: Sequence[Path], memory: Memory, report: Path, files: Sequence[str]) -> str:
    """Return those of Neo4j's offline importer. The files number their nodes; the first bad row ends the import."""
    command = ("org.neo4j.cli.AdminTool", "database", "import", "full", "neo4j")
    options = ("--input-type=parquet", "--id-type=actual", "--bad-tolerance=0", f"--report-file={report}", *files)
    return _file(_class_path(jars), *_OPENED, f"-Xmx{memory.heap}m", *command, *options)


def _class_path(jars: Sequence[Path]) -> str:
    return f"--class-path={os.pathsep.join(map(str, jars))}"


def _file(*arguments: str) -> str:
    return "".join('"{}"\n'.format(argument.replace("\\", "\\\\").replace('"', '\\"')) for argument in arguments)
