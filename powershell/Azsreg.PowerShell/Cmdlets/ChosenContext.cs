namespace Azsreg.PowerShell.Cmdlets;

/// <summary>Whose context counts in this process.</summary>
internal static class ChosenContext
{
    private static volatile bool s_isOurs;

    /// <summary>True once our own cmdlets were used to sign in or to choose: then that counts, and not the context of the Az modules.</summary>
    public static bool IsOurs
    {
        get => s_isOurs;
        set => s_isOurs = value;
    }
}
