using Azsreg.Protocol;
using Azsreg.Stamp.PrivilegedEndpoint;

namespace Azsreg.Stamp.Admin;

/// <summary>Errors of the admin side in the words stamps use, which differ from Azure's.</summary>
internal static class StampErrors
{
    // A stamp's text ends here; Azure's goes on with a link.
    public static ArmException ResourceNotFound(string typeAndName, string resourceGroup) =>
        new(404, "ResourceNotFound", $"The Resource '{typeAndName}' under resource group '{resourceGroup}' was not found.");

    public static ArmException ResourceGroupNotFound(string resourceGroup) =>
        new(404, "ResourceGroupNotFound", $"Resource group '{resourceGroup}' could not be found.");

    public static ArmException Of(CommandFailure failure) =>
        new(failure.Entry?.Kind is FailureKind.Conflict ? 409 : 400, new ArmError(failure.ErrorId, failure.Message), failure);
}
