// What rows state no longer is kept until it is looked at, whatever ends the load.
CREATE CONSTRAINT lost_id IF NOT EXISTS FOR (n:Lost) REQUIRE n.id IS UNIQUE;
