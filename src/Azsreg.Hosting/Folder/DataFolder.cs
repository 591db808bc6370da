using System.Text.RegularExpressions;
using Azsreg.Protocol;

namespace Azsreg.Hosting;

/// <summary>
/// The one folder everything of this system lies in: <c>operator/</c>, <c>cloud/</c>, <c>stamps/NAME/</c>, <c>ca/</c> and
/// <c>logs/</c>. Sub-folders are made when first asked for, readable by their owner only.
/// </summary>
public sealed partial class DataFolder
{
    /// <summary>The environment variable that names the folder where no option does.</summary>
    public const string EnvironmentVariable = "AZSREG_DATA";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private DataFolder(string path) => Path = path;

    /// <summary>The absolute path of the folder.</summary>
    public string Path { get; }

    /// <summary>Settings, tokens, journal and history of the person who operates.</summary>
    public string Operator => Made("operator");

    /// <summary>What the Azure side keeps.</summary>
    public string Cloud => Made("cloud");

    /// <summary>The local certificate authority and the certificates it issued.</summary>
    public string CertificateAuthority => Made("ca");

    /// <summary>Log files, free of secrets.</summary>
    public string Logs => Made("logs");

    /// <summary>
    /// Opens the folder named by <paramref name="path"/>, else by <see cref="EnvironmentVariable"/>, else <c>azsreg</c> in the system's
    /// application-data folder, and makes it where it is missing.
    /// </summary>
    /// <param name="path">What <c>--data</c> said, or null.</param>
    /// <param name="environment">Reads an environment variable; the process's own where null.</param>
    /// <exception cref="CataloguedException">The folder cannot be made or entered (AZR1005).</exception>
    public static DataFolder Open(string? path = null, Func<string, string?>? environment = null)
    {
        var folder = new DataFolder(Locate(path, environment));
        Make(folder.Path);
        return folder;
    }

    /// <summary>The absolute path <see cref="Open"/> would open; nothing is made.</summary>
    /// <inheritdoc cref="Open" path="/param"/>
    public static string Locate(string? path = null, Func<string, string?>? environment = null)
    {
        environment ??= Environment.GetEnvironmentVariable;
        return System.IO.Path.GetFullPath(FirstGiven(path, environment(EnvironmentVariable), DefaultPath()));
    }

    /// <summary>What the stamp of this name keeps.</summary>
    /// <param name="name">1 to 63 letters, digits, dots, hyphens and underscores, beginning with a letter or digit.</param>
    /// <exception cref="CataloguedException">The name cannot be a folder's (AZR1001).</exception>
    public string Stamp(string name)
    {
        if (!FolderName().IsMatch(name))
        {
            throw new CataloguedException(ErrorCatalogue.InvalidOption, Unfit(name));
        }

        return Made(System.IO.Path.Combine(Made("stamps"), name));
    }

    /// <summary>
    /// Takes the folder for one role, until the lock is disposed or the process ends, however it ends: the operating system holds the lock,
    /// so that nothing stale is left by a kill.
    /// </summary>
    /// <param name="role">Such as <c>cloud</c> or <c>stamp-AzS-ERCS01</c>; characters as in a stamp's name.</param>
    /// <exception cref="CataloguedException">Another process, or another role host of this one, has it (AZR1003).</exception>
    public RoleLock AcquireLock(string role)
    {
        if (!FolderName().IsMatch(role))
        {
            throw new CataloguedException(ErrorCatalogue.InvalidOption, Unfit(role));
        }

        return RoleLock.Acquire(Made("locks"), role);
    }

    private static string DefaultPath() =>
        System.IO.Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
            "azsreg");

    private static string FirstGiven(params string?[] candidates) => candidates.First(candidate => !string.IsNullOrWhiteSpace(candidate))!;

    private static string Unfit(string name) =>
        $"The name '{name}' must be 1 to 63 letters, digits, dots, hyphens and underscores, beginning with a letter or digit.";

    private static void Make(string path)
    {
        try
        {
            // A folder that is there already keeps the mode its owner gave it.
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(path);
            }
            else
            {
                Directory.CreateDirectory(path, OwnerOnly);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new CataloguedException(ErrorCatalogue.DataFolderUnusable, $"'{path}': {exception.Message}", inner: exception);
        }
    }

    private string Made(string relative)
    {
        var path = System.IO.Path.Combine(Path, relative);
        Make(path);
        return path;
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,62}\z", RegexOptions.CultureInvariant)]
    private static partial Regex FolderName();
}
