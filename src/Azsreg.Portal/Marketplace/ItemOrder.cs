namespace Azsreg.Portal.Marketplace;

/// <summary>What a list is sorted by.</summary>
public enum ItemOrder
{
    /// <summary>The title.</summary>
    Name,

    /// <summary>The publisher's name.</summary>
    Publisher,

    /// <summary>The kind.</summary>
    Type,

    /// <summary>The version shown.</summary>
    Version,

    /// <summary>What its download takes.</summary>
    Size,

    /// <summary>How it stands.</summary>
    State,
}
