namespace Azsreg.ArmServer.Pipeline;

/// <summary>What an endpoint declares of itself; the pipeline acts on nothing else.</summary>
internal sealed record ArmEndpoint(string? Action, ArmApiVersions? Versions, ArmScope Scope, bool Anonymous, bool Counted = true);
