using System.Globalization;
using Azsreg.Cloud.Directory;
using Azsreg.Identity;
using Azsreg.Protocol;

namespace Azsreg.Cloud.Sample;

/// <summary>The sample tenants with their accounts. Object ids are fixed, as rights go by them.</summary>
internal sealed class SamplePeople(IdentityDirectory directory, DirectoryPolicies policies, Secret password, SampleSecrets secrets)
{
    private const string Contoso = "contoso.onmicrosoft.com";
    private const string Fabrikam = "fabrikam.onmicrosoft.com";

    public Guid Owner { get; } = Id(1);

    public Guid Reader { get; } = Id(2);

    public Guid SecondFactor { get; } = Id(3);

    public Guid Contributor { get; } = Id(4);

    /// <summary>The personal account's entry in Contoso.</summary>
    public Guid Guest { get; } = Id(5);

    public Guid FabrikamOwner { get; } = Id(6);

    /// <summary>The service principal of <c>azsreg-automation</c>.</summary>
    public Guid Automation { get; private set; }

    private static readonly Guid s_personal = Id(7);

    /// <summary>Makes what is missing.</summary>
    /// <param name="renew">Sets the password of those that are there.</param>
    /// <param name="cancellationToken">Stops between two accounts.</param>
    public async Task SeedAsync(bool renew, CancellationToken cancellationToken)
    {
        await EnsureTenantAsync(SampleData.ContosoTenantId, "Contoso", Contoso, cancellationToken);
        await EnsureTenantAsync(SampleData.FabrikamTenantId, "Fabrikam", Fabrikam, cancellationToken);
        await EnsureUserAsync(SampleData.ContosoTenantId, Owner, "owner@" + Contoso, "Olivia Owner", null, renew, cancellationToken);
        await EnsureUserAsync(SampleData.ContosoTenantId, Reader, "reader@" + Contoso, "Ravi Reader", null, renew, cancellationToken);
        await EnsureUserAsync(SampleData.ContosoTenantId, SecondFactor, "mfa@" + Contoso, "Mia Factor", secrets.TotpSecret, renew, cancellationToken);
        await EnsureUserAsync(SampleData.ContosoTenantId, Contributor, "contributor@" + Contoso, "Carl Contributor", null, renew, cancellationToken);
        await EnsureUserAsync(SampleData.FabrikamTenantId, FabrikamOwner, "owner@" + Fabrikam, "Freya Fabrikam", null, renew, cancellationToken);
        var personal = await EnsureUserAsync(Tenant.PersonalAccountsId, s_personal, "sam@outlook.example", "Sam Private", null, renew, cancellationToken);
        if (await directory.FindUserAsync(SampleData.ContosoTenantId, Guest, cancellationToken) is null)
            await directory.InviteGuestAsync(SampleData.ContosoTenantId, personal, Guest, cancellationToken);

        await policies.AddRoleAsync(SampleData.ContosoTenantId, Owner, DirectoryRole.GlobalAdministrator, cancellationToken);
        await policies.AddRoleAsync(SampleData.FabrikamTenantId, FabrikamOwner, DirectoryRole.GlobalAdministrator, cancellationToken);
        // A guest registers applications only with a role that lets it: a personal account that owns a subscription needs one.
        await policies.AddRoleAsync(SampleData.ContosoTenantId, Guest, DirectoryRole.ApplicationDeveloper, cancellationToken);
        await EnsureAutomationAsync(renew, cancellationToken);
    }

    private async Task EnsureTenantAsync(Guid id, string name, string domain, CancellationToken cancellationToken)
    {
        if (await directory.FindTenantAsync(id, cancellationToken) is null)
            await directory.CreateTenantAsync(id, name, [domain], cancellationToken);
    }

    private async Task<User> EnsureUserAsync(
        Guid tenantId, Guid objectId, string name, string displayName, Secret? totpSecret, bool renew, CancellationToken cancellationToken)
    {
        if (await directory.FindUserAsync(tenantId, objectId, cancellationToken) is not { } known)
        {
            return await directory.CreateUserAsync(
                new NewUser
                {
                    TenantId = tenantId,
                    ObjectId = objectId,
                    UserPrincipalName = name,
                    DisplayName = displayName,
                    Password = password,
                    TotpSecret = totpSecret,
                },
                cancellationToken);
        }

        if (renew)
        {
            await directory.SetPasswordAsync(tenantId, objectId, password, cancellationToken);
            if (totpSecret is not null)
                await directory.SetSecondFactorAsync(tenantId, objectId, totpSecret, cancellationToken);
        }

        return known;
    }

    private async Task EnsureAutomationAsync(bool renew, CancellationToken cancellationToken)
    {
        const string label = "sample";
        var application = await directory.FindApplicationAsync(SampleData.AutomationAppId, cancellationToken)
            ?? await directory.CreateApplicationAsync(
                new NewApplication
                {
                    TenantId = SampleData.ContosoTenantId,
                    DisplayName = "azsreg-automation",
                    AppId = SampleData.AutomationAppId,
                    Owners = [Owner],
                },
                cancellationToken);
        var former = application.PasswordCredentials.Where(credential => credential.DisplayName == label).ToList();
        if (renew || former.Count == 0)
        {
            foreach (var credential in former)
                await directory.RemovePasswordAsync(application.AppId, credential.KeyId, cancellationToken);
            await directory.AddPasswordAsync(application.AppId, label, null, secrets.AutomationSecret, cancellationToken);
        }

        var principal = await directory.FindServicePrincipalByAppIdAsync(SampleData.ContosoTenantId, application.AppId, cancellationToken)
            ?? await directory.CreateServicePrincipalAsync(SampleData.ContosoTenantId, application.AppId, cancellationToken: cancellationToken);
        Automation = principal.ObjectId;
    }

    private static Guid Id(int number) => Guid.Parse(string.Create(CultureInfo.InvariantCulture, $"8f2a0000-0000-4000-8000-0000000000{number:x2}"));
}
