namespace Azsreg.Remoting.Server;

/// <summary>One command of a pipeline as the client asks for it.</summary>
internal sealed record CommandCall(string Name, bool IsScript, bool MergesErrors, IReadOnlyList<CommandArgument> Arguments);
