using Azsreg.Operator;
using Azsreg.Operator.Stamps;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Http;

namespace Azsreg.Portal.Registration;

/// <summary>The privileged endpoint and its cloud administrator, as a form gave them. The password goes no further than the run it was given for.</summary>
/// <param name="Endpoints">Names, hosts or addresses, in the order to try; empty for the stamp's own.</param>
/// <param name="UserName">As <c>DOMAIN\CloudAdmin</c>.</param>
/// <param name="Password">The password; null where none was given.</param>
public sealed record CloudAdminForm(string Endpoints, string UserName, Secret? Password)
{
    public const string EndpointsField = "privileged-endpoint";
    public const string UserNameField = "cloud-admin";
    public const string PasswordField = "cloud-admin-password";

    private const int LongestText = 512;

    /// <summary>Whether there is enough to open the endpoint.</summary>
    public bool IsComplete => UserName.Length > 0 && Password is not null;

    /// <summary>What is missing, as words.</summary>
    public IEnumerable<string> Missing
    {
        get
        {
            if (UserName.Length == 0)
                yield return "the cloud administrator's name";
            if (Password is null)
                yield return "the cloud administrator's password";
        }
    }

    public CloudAdminCredential Credential => new(UserName, Password ?? throw new CataloguedException(
        ErrorCatalogue.FormIncomplete, "The cloud administrator's password was not given."));

    public static CloudAdminForm Read(IFormCollection form)
    {
        var password = form[PasswordField].ToString();
        return new(Bounded(form, EndpointsField), Bounded(form, UserNameField), password.Length is > 0 and <= LongestText ? new Secret(password) : null);
    }

    /// <summary>What the names mean; the stamp's own endpoint where none is given.</summary>
    /// <exception cref="CataloguedException">One cannot be used as an address (AZR1001).</exception>
    public IReadOnlyList<PrivilegedEndpointAddress> Resolve(OperatorContext context, string stamp)
    {
        var names = Endpoints.Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return context.PrivilegedEndpoints.Resolve(names.Length == 0 ? [stamp] : names);
    }

    /// <summary>A field's text, trimmed; one that no field of these forms can hold is refused.</summary>
    /// <exception cref="CataloguedException">AZR8014.</exception>
    public static string Bounded(IFormCollection form, string field)
    {
        var text = form[field].ToString().Trim();
        return text.Length <= LongestText && !text.Any(char.IsControl)
            ? text
            : throw new CataloguedException(ErrorCatalogue.FormIncomplete, $"The field '{field}' holds more than a line of {LongestText} characters.");
    }
}
