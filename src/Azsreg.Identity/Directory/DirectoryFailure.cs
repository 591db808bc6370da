namespace Azsreg.Identity;

/// <summary>Why the directory refused a change.</summary>
public enum DirectoryFailure
{
    /// <summary>A value is missing, too long or of the wrong form.</summary>
    Invalid,

    /// <summary>The object named does not exist.</summary>
    NotFound,

    /// <summary>Something of that id or name exists already.</summary>
    Conflict,
}
