using Azsreg.Protocol;

namespace Azsreg.Operator.Stamps;

/// <summary>An SSH server's public host key as its line in a file: <c>ssh-ed25519 AAAA…</c>.</summary>
public static class SshHostKey
{
    private const int LargestFile = 64 * 1024;

    /// <summary>Reads the key from a public key file (<c>ssh_host_ed25519_key.pub</c>), or from a known-hosts file with one key.</summary>
    /// <returns>Type and key, without name or comment.</returns>
    /// <exception cref="CataloguedException">It holds no key or several (AZR1001).</exception>
    public static string Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > LargestFile)
                throw Unusable(path, "it is too large for a public key");
            return Parse(File.ReadAllText(path)) ?? throw Unusable(path, "it does not hold one public key, as ssh_host_ed25519_key.pub does");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Unusable(path, exception.Message, exception);
        }
    }

    /// <summary>The one key in a text; null where there is none or more than one.</summary>
    internal static string? Parse(string text)
    {
        var keys = text.Split('\n')
            .Select(line => line.Split((char[])[' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length > 0 && !words[0].StartsWith('#'))
            .Select(KeyOf)
            .ToList();
        return keys is [{ } only] ? only : null;
    }

    /// <summary>In a public key file the type comes first, in a known-hosts file behind the names.</summary>
    private static string? KeyOf(string[] words)
    {
        for (var i = 0; i < Math.Min(2, words.Length - 1); i++)
        {
            // RFC 4253, 6.6: the key itself begins with its type as a string, four bytes of length before it.
            var key = new byte[words[i + 1].Length];
            if (Convert.TryFromBase64String(words[i + 1], key, out var length) && length > words[i].Length + 4
                && key[3] == words[i].Length && System.Text.Encoding.ASCII.GetString(key, 4, words[i].Length) == words[i])
                return $"{words[i]} {words[i + 1]}";
        }

        return null;
    }

    private static CataloguedException Unusable(string path, string why, Exception? inner = null) =>
        new(ErrorCatalogue.InvalidOption, $"--ssh-host-key '{path}' cannot be used: {why}.", inner: inner);
}
