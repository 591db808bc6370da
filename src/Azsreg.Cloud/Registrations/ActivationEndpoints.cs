using System.Security.Cryptography.X509Certificates;

namespace Azsreg.Cloud.Registrations;

/// <summary>What an activation key tells a stamp of this Azure side.</summary>
/// <param name="Cloud">Its base URL, asked when the first key is made: with port 0 nobody knows earlier.</param>
/// <param name="RootSubjects">Subjects of the roots its certificates chain to.</param>
/// <param name="IntermediateThumbprints">SHA-1 thumbprints of what issues its certificates.</param>
internal sealed record ActivationEndpoints(
    Func<Uri> Cloud, IReadOnlyList<string> RootSubjects, IReadOnlyList<string> IntermediateThumbprints)
{
    /// <summary>Pins to the roots given. They issue the server's certificate themselves, so their thumbprints stand for the intermediates.</summary>
    public static ActivationEndpoints Of(Func<Uri> cloud, IReadOnlyList<X509Certificate2> roots) =>
        new(cloud, [.. roots.Select(root => root.Subject)], [.. roots.Select(root => root.Thumbprint)]);
}
