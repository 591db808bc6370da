namespace Azsreg.Stamp.Activity;

/// <summary>Which activity is asked for.</summary>
internal enum ActivityKind
{
    /// <summary>All of it.</summary>
    All,

    /// <summary>What came through the privileged endpoint.</summary>
    PrivilegedEndpoint,

    /// <summary>What people did at admin ARM, by the portal too.</summary>
    Administration,

    /// <summary>Sign-ins, at whichever door.</summary>
    SignIn,

    /// <summary>What the stamp did by itself.</summary>
    Stamp,
}
