using System.CommandLine;
using System.Data.Common;
using Azsreg.Cli.Shell;
using Azsreg.Cloud;
using Azsreg.Protocol;

namespace Azsreg.Cli.Roles;

/// <summary>The options that say where an Azure side keeps its data. A password is taken from the environment, the settings or a file, never from an argument.</summary>
internal sealed class CloudStorageOptions
{
    private readonly Option<string?> _database = new("--database")
    {
        Description = "PostgreSQL database shared by all replicas, as \"Host=…;Database=…;Username=…\" without password; a SQLite file in the data folder where left out",
        HelpName = "TEXT",
    };

    private readonly Option<string?> _passwordFile = new("--database-password-file") { Description = "file with the database account's password", HelpName = "FILE" };

    private readonly Option<string?> _keyFile = new("--secret-key-file")
    {
        Description = "the key that private keys and refresh tokens are sealed with, the same for every replica; secrets.key of the data folder where left out",
        HelpName = "FILE",
    };

    private readonly Option<string?> _blobs = new("--blobs")
    {
        Description = "folder of the marketplace's content, the same for every replica; in the data folder where left out",
        HelpName = "DIR",
    };

    /// <summary>Adds the options to a command, which is returned.</summary>
    public T AddTo<T>(T command)
        where T : Command
    {
        command.Add(_database);
        command.Add(_passwordFile);
        command.Add(_keyFile);
        command.Add(_blobs);
        return command;
    }

    /// <exception cref="CataloguedException">A password is among the arguments (AZR1057), or an option cannot be used.</exception>
    public CloudStorage ToStorage(CliContext context, ParseResult parsed)
    {
        var argument = parsed.GetValue(_database);
        if (argument is not null && HoldsPassword(argument))
            throw new CataloguedException(ErrorCatalogue.DatabasePasswordInArguments, "--database has a password in it.");
        var passwordFile = context.Settings.Get("database-password-file", parsed.GetValue(_passwordFile));
        if (context.Settings.Get("database", argument) is not { } text)
        {
            return passwordFile is null
                ? new CloudStorage(null, KeyFile(context, parsed), Blobs(context, parsed))
                : throw new CataloguedException(ErrorCatalogue.InvalidOption, "--database-password-file goes with --database.");
        }

        return new CloudStorage(new Secret(passwordFile is null ? text : WithPassword(text, passwordFile)), KeyFile(context, parsed), Blobs(context, parsed));
    }

    private string? Blobs(CliContext context, ParseResult parsed) => context.Settings.Get("blobs", parsed.GetValue(_blobs));

    private string? KeyFile(CliContext context, ParseResult parsed) => context.Settings.Get("secret-key-file", parsed.GetValue(_keyFile));

    // A text that is no connection string is refused as such later; here what could be a secret in it counts.
    private static bool HoldsPassword(string text) =>
        TryRead(text) is { } builder
            ? builder.Keys.Cast<string>().Select(key => key.Replace(" ", "", StringComparison.Ordinal)).Any(key =>
                key.Equals("pwd", StringComparison.OrdinalIgnoreCase) || key.Equals("psw", StringComparison.OrdinalIgnoreCase)
                || key.EndsWith("password", StringComparison.OrdinalIgnoreCase))
            : text.Contains("password", StringComparison.OrdinalIgnoreCase) || (text.Contains("://", StringComparison.Ordinal) && text.Contains('@', StringComparison.Ordinal));

    private static string WithPassword(string text, string file)
    {
        string password;
        try
        {
            password = File.ReadAllText(file).TrimEnd('\r', '\n');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CataloguedException(ErrorCatalogue.InvalidOption, $"--database-password-file '{file}': {exception.Message}", inner: exception);
        }

        if (password.Length == 0)
            throw new CataloguedException(ErrorCatalogue.InvalidOption, $"--database-password-file '{file}' is empty.");
        var builder = TryRead(text) ?? throw new CataloguedException(ErrorCatalogue.DatabaseStringUnreadable, "It is no list of KEYWORD=VALUE, parted by semicolons.");
        builder["Password"] = password;
        return builder.ConnectionString;
    }

    private static DbConnectionStringBuilder? TryRead(string text)
    {
        try
        {
            return new DbConnectionStringBuilder { ConnectionString = text };
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
