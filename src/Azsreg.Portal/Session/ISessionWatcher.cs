namespace Azsreg.Portal.Session;

/// <summary>Is told when a session ends, by sign-out or by time; registered in the portal's container by whoever keeps something for a person.</summary>
internal interface ISessionWatcher
{
    /// <summary>The session has ended.</summary>
    /// <param name="person">Whose it was.</param>
    /// <param name="isLast">Whether the person has no other session here.</param>
    ValueTask EndedAsync(Person person, bool isLast);
}
