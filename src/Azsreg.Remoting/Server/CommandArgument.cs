namespace Azsreg.Remoting.Server;

/// <summary>One argument as it comes in CREATE_PIPELINE: <c>N</c> and <c>V</c>.</summary>
internal sealed record CommandArgument(string? Name, object? Value);
