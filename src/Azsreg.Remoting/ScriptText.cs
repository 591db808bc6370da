namespace Azsreg.Remoting;

/// <summary>A script block as text (MS-PSRP §2.2.5.1.20); it is data here and never run.</summary>
/// <param name="Text">The block's source, without the braces.</param>
public sealed record ScriptText(string Text);
