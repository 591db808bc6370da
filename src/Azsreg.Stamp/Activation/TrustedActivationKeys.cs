using Azsreg.Protocol;

namespace Azsreg.Stamp.Activation;

/// <summary>Public keys whose activation keys this stamp takes, read anew at each activation: Azure's keys change, and a restart would not be told.</summary>
internal sealed class TrustedActivationKeys(StampOptions options)
{
    /// <summary>The keys. The caller disposes them.</summary>
    /// <exception cref="CataloguedException">A key set cannot be read.</exception>
    public async Task<ActivationKeySet> LoadAsync(CancellationToken cancellationToken)
    {
        var keys = new ActivationKeySet();
        try
        {
            if (options.TrustedActivationKeys is { } text)
                Read(keys, text, "the options");
            if (options.TrustedActivationKeysFile is { } path && File.Exists(path))
            {
                if (new FileInfo(path).Length > ActivationKeySet.MaxBytes)
                    throw Unreadable(path, "It is larger than 1 MiB.");
                Read(keys, await File.ReadAllTextAsync(path, cancellationToken), path);
            }

            return keys;
        }
        catch
        {
            keys.Dispose();
            throw;
        }
    }

    private static void Read(ActivationKeySet keys, string text, string source)
    {
        try
        {
            keys.Add(text);
        }
        catch (FormatException fault)
        {
            throw Unreadable(source, fault.Message);
        }
    }

    private static CataloguedException Unreadable(string source, string why) =>
        new(ErrorCatalogue.SettingsUnreadable, $"The trusted activation keys in {source} cannot be read: {why}");
}
