namespace Azsreg.Portal.Registration;

/// <summary>What the form is filled in for.</summary>
public enum RegistrationIntent
{
    /// <summary>A stamp that is not registered.</summary>
    Register,

    /// <summary>Another billing model or other features.</summary>
    Change,

    /// <summary>A yearly registration that ends, or has ended.</summary>
    Renew,

    /// <summary>The same again, with a new token and key: after nodes came or went.</summary>
    Reregister,
}
