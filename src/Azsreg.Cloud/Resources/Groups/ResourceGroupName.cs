using Azsreg.Protocol;

namespace Azsreg.Cloud.Resources;

/// <summary>The rules for a new group's name: 1 to 90 of letters, digits, <c>- . ( ) _</c>, and no dot at the end.</summary>
internal static class ResourceGroupName
{
    private const int Longest = 90;

    /// <exception cref="ArmException">400 InvalidResourceGroup.</exception>
    public static void Require(string name)
    {
        if (name.Length > Longest)
            throw Invalid($"The provided resource group name has '{name.Length}' characters. The name cannot be longer than '{Longest}' characters.");
        foreach (var rune in name.EnumerateRunes())
        {
            if (!System.Text.Rune.IsLetterOrDigit(rune) && rune.Value is not ('-' or '_' or '.' or '(' or ')'))
            {
                var shown = System.Text.Rune.IsControl(rune) ? "?" : rune.ToString();
                throw Invalid($"The provided resource group name '{name}' has these invalid characters: '{shown}'. "
                    + "The name can only be a letter, digit, '-', '.', '(', ')' or '_'.");
            }
        }

        if (name.EndsWith('.'))
            throw Invalid($"The provided resource group name '{name}' ends with '.'. The name cannot end with a period.");
    }

    private static ArmException Invalid(string message) => new(400, "InvalidResourceGroup", message);
}
