using Azsreg.Protocol;

namespace Azsreg.Identity;

/// <summary>Checks passwords and one-time codes, counting failures; the pages and the password grant both come here.</summary>
internal sealed class PasswordSignIn(IdentityDirectory directory, PasswordHashing passwords, SignInThrottle throttle, TimeProvider clock)
{
    public const string Password = "pwd";
    public const string MultiFactor = "mfa";

    /// <summary>The account a name and password prove.</summary>
    /// <param name="signInName">What was typed.</param>
    /// <param name="password">What was typed.</param>
    /// <param name="tenantName">The tenant for an error's text.</param>
    /// <param name="acceptable">Refuses an account before its password is checked; may be null.</param>
    /// <param name="attempt">Filled with who it is.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SignInException">They prove none, or the account has to wait.</exception>
    public async Task<User> VerifyAsync(
        string signInName, Secret password, string tenantName, Action<User>? acceptable, SignInAttempt attempt, CancellationToken cancellationToken)
    {
        attempt.Subject = signInName;
        await throttle.RequireAsync(signInName, attempt.Address, cancellationToken);
        var account = await directory.FindAccountAsync(signInName, cancellationToken);
        if (account is not null)
        {
            attempt.ObjectId = account.ObjectId;
            attempt.TenantId ??= account.TenantId;
            acceptable?.Invoke(account);
        }

        var secrets = account is null ? null : await directory.FindSecretsAsync(account, cancellationToken);
        var proven = await passwords.VerifyAsync(password, secrets?.PasswordHash, cancellationToken);
        if (account is null || !proven)
        {
            await throttle.FailedAsync(signInName, attempt.Address, cancellationToken);
            throw account is null ? Refused.UserUnknown(tenantName) : Refused.PasswordWrong();
        }

        if (!account.Enabled)
            throw Refused.UserDisabled();

        // With a second factor only the whole sign-in counts: a known password must not reset the count of guessed codes.
        if (!account.HasSecondFactor)
            await throttle.SucceededAsync(signInName, attempt.Address, cancellationToken);
        return account;
    }

    /// <summary>Checks a one-time code of an account whose password was right.</summary>
    /// <exception cref="SignInException">It is wrong, was used before, or the account has to wait.</exception>
    public async Task VerifyCodeAsync(User account, string code, SignInAttempt attempt, CancellationToken cancellationToken)
    {
        await throttle.RequireAsync(account.SignInName, attempt.Address, cancellationToken);
        var secrets = await directory.FindSecretsAsync(account, cancellationToken);
        if (secrets?.TotpSecret is { } base32 && Totp.TryParseSecret(base32, out var secret)
            && Totp.Match(secret, code, clock.GetUtcNow()) is { } step
            && await directory.TryUseTotpStepAsync(account, step, cancellationToken))
        {
            await throttle.SucceededAsync(account.SignInName, attempt.Address, cancellationToken);
            return;
        }

        await throttle.FailedAsync(account.SignInName, attempt.Address, cancellationToken);
        throw Refused.SecondFactorWrong();
    }

    /// <summary>What the account has proven, for tokens.</summary>
    public SignedIn Proven(User account, bool secondFactor) => new(
        account.HomeTenantId, account.HomeObjectId, secondFactor ? [Password, MultiFactor] : [Password], clock.GetUtcNow().ToUnixTimeSeconds());
}
