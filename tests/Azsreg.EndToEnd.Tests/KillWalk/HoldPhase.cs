namespace Azsreg.EndToEnd.Tests;

/// <summary>Where a request is held.</summary>
internal enum HoldPhase
{
    /// <summary>Before the server hears of it.</summary>
    BeforeForwarding,

    /// <summary>When the server has done it and answered, before the client hears of that.</summary>
    BeforeAnswering,
}
