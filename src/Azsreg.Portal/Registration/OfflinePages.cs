using Azsreg.AzureClient;
using Azsreg.Portal.Session;
using Azsreg.Portal.Web;
using Azsreg.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Azsreg.Portal.Registration;

/// <summary>Registration of a stamp without a line to Azure: files go out and come in.</summary>
internal static class OfflinePages
{
    /// <summary>The token's file name has the cloud id in it and nothing that a header would mind.</summary>
    private const string TokenType = "text/plain; charset=utf-8";

    public static void MapOffline(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/registration/offline", ShowAsync);
        routes.MapPost("/registration/offline/token", MakeTokenAsync);
        routes.MapGet("/registration/offline/token", SendTokenAsync);
        routes.MapPost("/registration/offline/activate", ActivateAsync);
        routes.MapPost("/registration/offline/deactivate", DeactivateAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext http, RegistrationPages.Reader reader, OfflineDesk desk) =>
        await PageAsync(http, reader, desk, null, null);

    private static async Task<IResult> MakeTokenAsync(HttpContext http, RegistrationPages.Reader reader, OfflineDesk desk)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        try
        {
            var model = Enum.TryParse<BillingModel>(form["billing-model"], ignoreCase: true, out var chosen) && OfflineDesk.Models.Contains(chosen) ? chosen : (BillingModel?)null;
            var item = await desk.TokenAsync(
                model, CloudAdminForm.Bounded(form, "agreement-number"), CloudAdminForm.Bounded(form, "ms-asset-tag"), CloudAdminForm.Bounded(form, "environment"),
                CloudAdminForm.Read(form), http.RequestAborted);
            return See.Other(item.Href);
        }
        catch (CataloguedException refused) when (refused is not SignInException)
        {
            return await PageAsync(http, reader, desk, "token", refused);
        }
    }

    private static async Task<IResult> SendTokenAsync(HttpContext http, RegistrationPages.Reader reader, OfflineDesk desk, PortalSession session)
    {
        if (!session.IsOwner)
            throw new CataloguedException(ErrorCatalogue.PortalReaderMayNot, "A registration token is handed out to an Owner only.");
        var view = await reader.ReadAsync(http.RequestAborted);
        return desk.TokenFile(view.Overview) is { } file
            ? Results.File(file.FullName, TokenType, file.Name)
            : throw new CataloguedException(ErrorCatalogue.WorkUnknown, "No token was made here by you yet.");
    }

    private static async Task<IResult> ActivateAsync(HttpContext http, RegistrationPages.Reader reader, OfflineDesk desk)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        try
        {
            var (content, name) = await ReadKeyAsync(form, http.RequestAborted);
            return See.Other((await desk.ActivateAsync(content, name, CloudAdminForm.Read(form))).Href);
        }
        catch (CataloguedException refused) when (refused is not SignInException)
        {
            return await PageAsync(http, reader, desk, "activate", refused);
        }
    }

    private static async Task<IResult> DeactivateAsync(HttpContext http, RegistrationPages.Reader reader, OfflineDesk desk)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var view = await reader.ReadAsync(http.RequestAborted);
        try
        {
            return See.Other((await desk.DeactivateAsync(CloudAdminForm.Bounded(form, "confirm"), view.Overview, CloudAdminForm.Read(form))).Href);
        }
        catch (CataloguedException refused) when (refused is not SignInException)
        {
            return await PageAsync(http, reader, desk, "back", refused);
        }
    }

    /// <summary>The key's bytes, as a file or pasted: what a journey does to a text is the reader's to tolerate, not this one's.</summary>
    private static async Task<(byte[] Content, string Name)> ReadKeyAsync(IFormCollection form, CancellationToken cancellationToken)
    {
        if (form.Files["key-file"] is { Length: > 0 } file)
        {
            if (file.Length > TransferText.MaxBytes)
                throw new CataloguedException(ErrorCatalogue.UploadTooLarge, $"The file has {file.Length:N0} bytes; {TransferText.MaxBytes / 1024} KiB is the most that is read.");
            using var content = new MemoryStream((int)file.Length);
            await file.CopyToAsync(content, cancellationToken);
            var name = Path.GetFileName(file.FileName.Replace('\\', '/'));
            return (content.ToArray(), name.Length > 100 ? name[..100] : name);
        }

        var pasted = form["key-text"].ToString();
        if (pasted.Length > TransferText.MaxBytes)
            throw new CataloguedException(ErrorCatalogue.UploadTooLarge, $"What was pasted is longer than {TransferText.MaxBytes / 1024} KiB.");
        return string.IsNullOrWhiteSpace(pasted)
            ? throw new CataloguedException(ErrorCatalogue.FormIncomplete, "Still missing: the activation key's file.")
            : (System.Text.Encoding.UTF8.GetBytes(pasted), "the pasted text");
    }

    private static async Task<IResult> PageAsync(HttpContext http, RegistrationPages.Reader reader, OfflineDesk desk, string? place, CataloguedException? fault)
    {
        var view = await reader.ReadAsync(http.RequestAborted);
        return new RazorComponentResult<OfflinePage>(new { View = view, TokenFile = desk.TokenFile(view.Overview), Place = place, Fault = fault });
    }
}
