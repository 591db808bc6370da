using Azsreg.Cli.Rendering;
using Azsreg.Protocol;

namespace Azsreg.Cli.Shell;

/// <summary>
/// A program that runs verbs on a person's behalf and meets that person in its own way, as the PowerShell module does. Where
/// <see cref="CommandIo.Host"/> is set, questions, steps, results and failures go to it and not to a terminal.
/// </summary>
internal interface IVerbHost
{
    /// <summary>A secret that came with the request, by the name of its options; null where it has to be asked for.</summary>
    /// <param name="name">Such as <c>cloud-admin-password</c>.</param>
    Secret? GivenSecret(string name);

    /// <summary>Asks for a password. Empty where the person gave none.</summary>
    Secret AskSecret(string question);

    /// <summary>Asks for a line of text; null where the person gave none.</summary>
    string? AskText(string question);

    /// <summary>Asks whether to go on.</summary>
    /// <param name="question">The question, with its question mark.</param>
    /// <param name="typed">What the person must type where something is lost for good; null asks for a plain yes.</param>
    bool Confirm(string question, string? typed);

    /// <summary>Shows the code of a sign-in and the page to type it on.</summary>
    void ShowDeviceCode(Uri page, string code);

    /// <summary>Shows a page to open in a browser on this machine.</summary>
    void ShowPage(Uri page);

    /// <summary>A step began, says where it is, or has ended.</summary>
    void Step(int number, string name, string detail, StepState state);

    /// <summary>Something a person should know that is no failure.</summary>
    void Warn(string text);

    /// <summary>The verb's result as JSON.</summary>
    void Result(string json);

    /// <summary>The verb failed.</summary>
    void Fail(ErrorObject failure);
}
