namespace Azsreg.Protocol;

/// <summary>What sort of failure it was. The numbers are the command line's exit codes; 0 is success.</summary>
public enum FailureKind
{
    /// <summary>The work was tried and failed.</summary>
    Failed = 1,

    /// <summary>The call's words, a setting or a file given were wrong; nothing was tried.</summary>
    Usage = 2,

    /// <summary>Signing in failed, or the account lacks a right.</summary>
    SignInOrRights = 3,

    /// <summary>What was named does not exist.</summary>
    NotFound = 4,

    /// <summary>What exists stands against it: bound to another stamp, locked, running already.</summary>
    Conflict = 5,

    /// <summary>A host, port or file system could not be reached.</summary>
    Unreachable = 6,
}
