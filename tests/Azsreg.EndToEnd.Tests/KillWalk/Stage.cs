namespace Azsreg.EndToEnd.Tests;

/// <summary>The three things a walk does to a stamp, in this order.</summary>
internal enum Stage
{
    Register,

    /// <summary>Another billing model in place: the lock is lifted for it and set again.</summary>
    Change,
    Remove,
}
