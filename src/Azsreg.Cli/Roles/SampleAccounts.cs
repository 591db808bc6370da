using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Azsreg.Cloud.Sample;
using Azsreg.Hosting;
using Azsreg.Protocol;
using Azsreg.Stamp.Access;

namespace Azsreg.Cli.Roles;

/// <summary>
/// The password of every sample account, made at the first <c>up</c> of a data folder and kept in its <c>sample-accounts.json</c>. It opens
/// nothing but what <c>up</c> itself makes on this machine.
/// </summary>
internal sealed class SampleAccounts
{
    /// <summary>The environment variable that gives the password instead, at the first start.</summary>
    public const string PasswordVariable = "AZSREG_SAMPLE_PASSWORD";

    /// <summary>The cloud administrator of every sample stamp, at its privileged endpoint.</summary>
    public const string CloudAdministrator = @"AZURESTACK\CloudAdmin";

    /// <summary>The administrator of every sample stamp, at its admin ARM.</summary>
    public const string StampAdministrator = "admin@azurestack.local";

    /// <summary>Who may look at every sample stamp, and change nothing.</summary>
    public const string StampReader = "reader@azurestack.local";

    /// <summary>An Owner of every sample stamp whose sign-in asks for a one-time code, of the same secret as the Azure side's.</summary>
    public const string StampSecondFactor = "admin.mfa@azurestack.local";

    /// <summary>Who registers in the examples.</summary>
    public const string Owner = "owner@contoso.onmicrosoft.com";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const int LongestFile = 64 * 1024;

    /// <summary>What passwords are made of: without the characters that look like one another, as a person types them.</summary>
    public const string Letters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private SampleAccounts(string path, Secret password)
    {
        Path = path;
        Password = password;
    }

    /// <summary>Every account with what it is for.</summary>
    public static IReadOnlyList<(string Name, string Note)> All { get; } =
    [
        (Owner, "Owner of Contoso Stamps"),
        ("contributor@contoso.onmicrosoft.com", "Contributor: may not register"),
        ("reader@contoso.onmicrosoft.com", "Reader: may not register"),
        ("mfa@contoso.onmicrosoft.com", "Owner with a second factor"),
        ("sam@outlook.example", "personal account, guest Owner"),
        (CloudAdministrator, "the stamps' privileged endpoints"),
        (StampAdministrator, "the stamps' admin ARM and portals"),
        (StampReader, "Reader there: may look"),
        (StampSecondFactor, "Owner there with a second factor"),
    ];

    public string Path { get; }

    public Secret Password { get; }

    /// <summary>The secret of the application <c>azsreg-automation</c>; empty until it was told.</summary>
    public Secret AutomationSecret { get; private set; } = new("");

    /// <summary>The secret of one-time codes; empty until it was told.</summary>
    public Secret TotpSecret { get; private set; } = new("");

    /// <summary>The users of every sample stamp beside its administrator.</summary>
    public IReadOnlyList<StampUser> StampUsers =>
    [
        new(StampReader, "Rita Reader", StampRoleName.Reader, Password),
        new(StampSecondFactor, "Ada Factor", StampRoleName.Owner, Password, TotpSecret),
    ];

    /// <summary>Reads the password; makes it at the first start. One in <see cref="PasswordVariable"/> takes the place of what is kept.</summary>
    public static SampleAccounts LoadOrCreate(DataFolder folder, Func<string, string?> environment)
    {
        var path = System.IO.Path.Combine(folder.Path, "sample-accounts.json");
        if (environment(PasswordVariable) is { Length: > 0 } given)
        {
            var accounts = new SampleAccounts(path, new Secret(given));
            OwnedFile.Replace(path, accounts.ToJson(null));
            return accounts;
        }

        OwnedFile.TryCreate(path, new SampleAccounts(path, Generate()).ToJson(null));
        return new SampleAccounts(path, Read(path));
    }

    /// <summary>Adds what follows from the password to the file: the second factor's secret, the application and its secret.</summary>
    public void Tell(SampleSecrets secrets)
    {
        AutomationSecret = secrets.AutomationSecret;
        TotpSecret = secrets.TotpSecret;
        OwnedFile.Replace(Path, ToJson(secrets));
    }

    private static Secret Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length <= LongestFile)
            {
                using var document = JsonDocument.Parse(file, new JsonDocumentOptions { MaxDepth = 4 });
                if (document.RootElement.GetProperty("password").GetString() is { Length: > 0 } password)
                {
                    return new Secret(password);
                }
            }

            throw Unreadable(path, "it holds no password", null);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw Unreadable(path, exception.Message, exception);
        }
    }

    private byte[] ToJson(SampleSecrets? secrets) => JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            password = Password.Reveal(),
            accounts = All.ToDictionary(account => account.Name, account => account.Note),
            secondFactorSecret = secrets?.TotpSecret.Reveal(),
            automationApplicationId = SampleData.AutomationAppId,
            automationSecret = secrets?.AutomationSecret.Reveal(),
        },
        Indented);

    private static Secret Generate()
    {
        // Every directory's rule wants a capital, a small letter, a digit and a sign: the beginning has them, the rest is 93 random bits.
        var password = new StringBuilder("Az1");
        for (var group = 0; group < 4; group++)
        {
            password.Append('-').Append(RandomNumberGenerator.GetString(Letters, 4));
        }

        return new Secret(password.ToString());
    }

    private static CataloguedException Unreadable(string path, string why, Exception? inner) =>
        new(ErrorCatalogue.SettingsUnreadable, $"'{path}': {why}.", ["azsreg up --reset"], inner);
}
