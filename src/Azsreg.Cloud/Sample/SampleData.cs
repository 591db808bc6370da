using System.Security.Cryptography;
using System.Text;
using Azsreg.Cloud.Directory;
using Azsreg.Cloud.Marketplace;
using Azsreg.Cloud.Registrations;
using Azsreg.Hosting;
using Azsreg.Identity;
using Azsreg.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace Azsreg.Cloud.Sample;

/// <summary>
/// Tenants, people, subscriptions, rights and a catalogue to try things with. Its names are fixed, so that documents and tests can tell
/// them; its passwords are not.
/// </summary>
public static class SampleData
{
    /// <summary>The tenant <c>contoso.onmicrosoft.com</c>.</summary>
    public static readonly Guid ContosoTenantId = new("72f988aa-0000-4000-8000-000000000001");

    /// <summary>The tenant <c>fabrikam.onmicrosoft.com</c>.</summary>
    public static readonly Guid FabrikamTenantId = new("72f988aa-0000-4000-8000-000000000002");

    /// <summary>"Contoso Stamps", pay as you go.</summary>
    public const string SubscriptionId = "8f2a0000-0000-4000-8000-000000000a90";

    /// <summary>"Contoso Capacity (EA)", of an enterprise agreement.</summary>
    public const string EnterpriseSubscriptionId = "8f2a0000-0000-4000-8000-000000000a91";

    /// <summary>"Fabrikam Stamps" of the second tenant.</summary>
    public const string FabrikamSubscriptionId = "8f2a0000-0000-4000-8000-000000000b90";

    /// <summary>The agreement of <see cref="EnterpriseSubscriptionId"/>: three years from the first start, enough cores for every sample stamp.</summary>
    public const string AgreementNumber = "10004711";

    /// <summary>The one that follows it: five years, and a number with leading zeros, which are part of it.</summary>
    public const string SuccessorAgreementNumber = "00012345";

    /// <summary>One that ends 20 days after the first start.</summary>
    public const string EndingAgreementNumber = "10004720";

    /// <summary>One that ended the day before the first start.</summary>
    public const string EndedAgreementNumber = "10004700";

    /// <summary>One of 80 cores, which is less than a sample stamp of four nodes has.</summary>
    public const string SmallAgreementNumber = "10004780";

    /// <summary>The client id of the application <c>azsreg-automation</c>, owner of <see cref="SubscriptionId"/>.</summary>
    public static readonly Guid AutomationAppId = new("8f2a0000-0000-4000-8000-0000000000aa");

    private static readonly (string Number, int Cores, TimeSpan Term)[] Agreements =
    [
        (AgreementNumber, 4096, TimeSpan.FromDays(3 * 365)),
        (SuccessorAgreementNumber, 4096, TimeSpan.FromDays(5 * 365)),
        (EndingAgreementNumber, 640, TimeSpan.FromDays(20)),
        (EndedAgreementNumber, 640, TimeSpan.FromDays(-1)),
        (SmallAgreementNumber, 80, TimeSpan.FromDays(365)),
    ];

    /// <summary>
    /// Puts the sample data in where that was not done yet; what people changed since stays. Takes the tables to be up to date
    /// (<see cref="CloudRole.PrepareCloudAsync"/>).
    /// </summary>
    /// <param name="services">The services of a built cloud role.</param>
    /// <param name="password">The password of all sample accounts, 8 to 256 characters; a changed one is set anew.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <returns>The secrets that follow from it, the same at every start.</returns>
    public static async Task<SampleSecrets> SeedAsync(IServiceProvider services, Secret password, CancellationToken cancellationToken = default)
    {
        var secrets = new SampleSecrets(TotpSecretOf(password), AutomationSecretOf(password));
        var state = new SampleState(services.GetRequiredService<SqlDatabase>(), services.GetRequiredService<SecretProtector>());
        await SeedCatalogueAsync(services, state, cancellationToken);
        var seeded = await state.ReadPasswordAsync(cancellationToken);
        if (seeded == password.Reveal())
            return secrets;
        var directory = services.GetRequiredService<IdentityDirectory>();
        var people = new SamplePeople(directory, services.GetRequiredService<DirectoryPolicies>(), password, secrets);
        await people.SeedAsync(renew: seeded is not null, cancellationToken);
        await SeedSubscriptionsAsync(services, people, cancellationToken);
        // Last: whatever was cut short before is done again at the next start.
        await state.WritePasswordAsync(password, cancellationToken);
        return secrets;
    }

    // By the catalogue's version, not at every start: what somebody removed from it stays away.
    private static async Task SeedCatalogueAsync(IServiceProvider services, SampleState state, CancellationToken cancellationToken)
    {
        if (await state.ReadCatalogueAsync(cancellationToken) == SampleCatalogue.Version)
            return;
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        await services.GetRequiredService<ProductStore>().ReplaceSampleAsync(SampleCatalogue.ToProducts(now), cancellationToken);
        await state.WriteCatalogueAsync(SampleCatalogue.Version, cancellationToken);
    }

    private static async Task SeedSubscriptionsAsync(IServiceProvider services, SamplePeople people, CancellationToken cancellationToken)
    {
        var subscriptions = services.GetRequiredService<SubscriptionStore>();
        var rights = services.GetRequiredService<RoleAssignmentStore>();
        foreach (var (subscription, holders) in new (Subscription, (RoleDefinition Role, Guid Holder, string Type)[])[]
        {
            (new(SubscriptionId, ContosoTenantId.ToString(), "Contoso Stamps", SubscriptionState.Enabled, SubscriptionOffers.PayAsYouGo),
            [
                (BuiltInRoles.Owner, people.Owner, "User"), (BuiltInRoles.Owner, people.SecondFactor, "User"), (BuiltInRoles.Owner, people.Guest, "User"),
                (BuiltInRoles.Contributor, people.Contributor, "User"), (BuiltInRoles.Reader, people.Reader, "User"),
                (BuiltInRoles.Owner, people.Automation, "ServicePrincipal"),
            ]),
            (new(EnterpriseSubscriptionId, ContosoTenantId.ToString(), "Contoso Capacity (EA)", SubscriptionState.Enabled, SubscriptionOffers.EnterpriseAgreement),
            [
                (BuiltInRoles.Owner, people.Owner, "User"),
            ]),
            (new(FabrikamSubscriptionId, FabrikamTenantId.ToString(), "Fabrikam Stamps", SubscriptionState.Enabled, SubscriptionOffers.CloudSolutionProvider),
            [
                (BuiltInRoles.Owner, people.FabrikamOwner, "User"),
            ]),
        })
        {
            if (await subscriptions.FindAsync(subscription.SubscriptionId, cancellationToken) is not null)
                continue;
            // The rights first: a subscription that is there has been given all of them.
            foreach (var (role, holder, type) in holders)
                await rights.GrantAsync(subscription.TenantId, "/subscriptions/" + subscription.SubscriptionId, role, holder.ToString(), type, cancellationToken);
            if (subscription.SubscriptionId == EnterpriseSubscriptionId)
            {
                var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
                var agreements = services.GetRequiredService<AgreementStore>();
                foreach (var (number, cores, term) in Agreements)
                    await agreements.PutAsync(new CapacityAgreement(EnterpriseSubscriptionId, number, cores, now + term), cancellationToken);
            }

            if (subscription.SubscriptionId != EnterpriseSubscriptionId)
                await services.GetRequiredService<PartnerDirectory>().ApproveAsync(subscription.SubscriptionId, cancellationToken);
            await subscriptions.SaveAsync(subscription, cancellationToken);
        }
    }

    // Both follow from the password, so that every start tells the same without keeping more secrets than one.
    private static Secret TotpSecretOf(Secret password)
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes("azsreg/sample/totp/" + password.Reveal()));
        // 32 characters of Base32 are the 20 bytes RFC 4226 recommends.
        return new Secret(string.Concat(hash.Select(value => alphabet[value % 32])));
    }

    private static Secret AutomationSecretOf(Secret password) =>
        new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("azsreg/sample/automation/" + password.Reveal())))[..40]);
}
