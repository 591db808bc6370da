using System.Text.Json;
using Azsreg.AzureClient;
using Azsreg.Hosting;
using Azsreg.Protocol;

namespace Azsreg.Cli.Roles;

/// <summary>
/// What a stamp needs to start again, kept in <c>stamps/NAME/settings.json</c>: which Azure its bridge may be joined to, whom it trusts
/// there, and its administrators' passwords, encrypted. So a stamp starts while Azure is away, and <c>stamp serve</c> starts what <c>up</c>
/// has made.
/// </summary>
internal sealed record StampSettings
{
    private const long LargestFile = 1024 * 1024;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, MaxDepth = 16 };

    /// <summary>The Azure beside the built-in ones; null where there is none.</summary>
    public AzureEnvironment? Azure { get; init; }

    /// <summary>Authorities that Azure's certificates come from, as PEM.</summary>
    public IReadOnlyList<string> AzureAuthorities { get; init; } = [];

    /// <summary>The cloud administrator's password, encrypted.</summary>
    public required string CloudAdministratorPassword { get; init; }

    /// <summary>The admin ARM administrator's password, encrypted.</summary>
    public required string AdministratorPassword { get; init; }

    public static StampSettings Create(SecretProtector protector, string stamp, Secret cloudAdministrator, Secret administrator) => new()
    {
        CloudAdministratorPassword = protector.Protect(cloudAdministrator, Purpose(stamp, "cloud-administrator")),
        AdministratorPassword = protector.Protect(administrator, Purpose(stamp, "administrator")),
    };

    /// <summary>The settings of a stamp; null where it was never started here.</summary>
    /// <exception cref="CataloguedException">The file cannot be read (AZR1002).</exception>
    public static StampSettings? TryRead(DataFolder folder, string stamp)
    {
        var path = PathOf(folder, stamp);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return new FileInfo(path).Length <= LargestFile
                ? JsonSerializer.Deserialize<StampSettings>(File.ReadAllBytes(path), Json)
                : throw new JsonException("it is larger than 1 MiB");
        }
        catch (JsonException exception)
        {
            throw new CataloguedException(ErrorCatalogue.SettingsUnreadable, $"'{path}': {exception.Message}", inner: exception);
        }
    }

    public void Write(DataFolder folder, string stamp) =>
        OwnedFile.Replace(PathOf(folder, stamp), JsonSerializer.SerializeToUtf8Bytes(this, Json));

    public Secret RevealCloudAdministrator(SecretProtector protector, string stamp) =>
        protector.Unprotect(CloudAdministratorPassword, Purpose(stamp, "cloud-administrator"));

    public Secret RevealAdministrator(SecretProtector protector, string stamp) =>
        protector.Unprotect(AdministratorPassword, Purpose(stamp, "administrator"));

    private static string PathOf(DataFolder folder, string stamp) => Path.Combine(folder.Stamp(stamp), "settings.json");

    private static string Purpose(string stamp, string who) => $"stamps/{stamp}/{who}";
}
