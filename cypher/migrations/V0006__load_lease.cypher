// One load writes at a time: who has the right to is one node.
CREATE CONSTRAINT load_lease_id IF NOT EXISTS FOR (n:LoadLease) REQUIRE n.id IS UNIQUE;
