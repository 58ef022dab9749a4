// The peer for GraphQL over Neo4j: @neo4j/graphql behind Apollo Server, over the same graph, with the types that the
// questions need. Says its port in one line of JSON when it is ready.
import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";
import { Neo4jGraphQL } from "@neo4j/graphql";
import neo4j from "neo4j-driver";

const { NEO4J_URI, NEO4J_USERNAME, NEO4J_PASSWORD, NEO4J_DATABASE, NATIVE_TEXTS } = process.env;
const driver = neo4j.driver(NEO4J_URI, neo4j.auth.basic(NEO4J_USERNAME, NEO4J_PASSWORD));
const natives = NATIVE_TEXTS.split(" ").map((name) => `${name}: String`).join("\n    ");

const typeDefs = `
  type Drug @node {
    id: String!
    slug: String!
    genericName: String!
    brandNames: [String!]
    drugType: String
    casNumber: String
    unii: String
    overview: String
    indicationText: String
    trialCount: Int
    trials: [Trial!]! @relationship(type: "TESTS", direction: IN)
    approvals: [Approval!]! @relationship(type: "FOR_DRUG", direction: IN)
    agencies: [Agency!]! @relationship(type: "COVERED_BY", direction: OUT, properties: "CoveredBy")
  }
  type CoveredBy @relationshipProperties {
    state: String
    recordCount: Int
    message: String
  }
  type Trial @node {
    id: String!
    nctId: String
    briefTitle: String
    phases: [String!]
    overallStatus: String
    studyFirstPostDate: String
    studyFirstPostDateRaw: String
    sponsors: [Sponsor!]! @relationship(type: "SPONSORED_BY", direction: OUT, properties: "SponsoredBy")
    conditions: [Condition!]! @relationship(type: "STUDIES", direction: OUT)
    drugs: [Drug!]! @relationship(type: "TESTS", direction: OUT)
  }
  type SponsoredBy @relationshipProperties {
    role: String
  }
  type Sponsor @node {
    id: String!
    name: String!
    class: String
    trials: [Trial!]! @relationship(type: "SPONSORED_BY", direction: IN, properties: "SponsoredBy")
  }
  type Condition @node {
    id: String!
    name: String!
  }
  type Agency @node {
    code: String!
    name: String!
  }
  type Approval @node {
    id: String!
    agencyCode: String!
    productName: String
    status: String
    date: String
    dateRaw: String
    ${natives}
    holders: [Sponsor!]! @relationship(type: "HELD_BY", direction: OUT)
  }
`;

const features = { filters: { String: { GT: true, GTE: true } } };
const schema = await new Neo4jGraphQL({ typeDefs, driver, features }).getSchema();
const { url } = await startStandaloneServer(new ApolloServer({ schema }), {
  listen: { port: 0, host: "127.0.0.1" },
  context: async () => ({ sessionConfig: { database: NEO4J_DATABASE } }),
});
console.log(JSON.stringify({ port: Number(new URL(url).port), pid: process.pid }));
