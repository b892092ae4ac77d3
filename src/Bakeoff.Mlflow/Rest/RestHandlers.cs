using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bakeoff.Mlflow.Rest;

/// <summary>Sets up the connection to a server as the options say.</summary>
internal static class RestHandlers
{
    internal static SocketsHttpHandler Create(MlflowStoreOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            // A redirected POST would become a GET without its content, and could take the credentials elsewhere.
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = options.RequestTimeout < TimeSpan.FromSeconds(15) ? options.RequestTimeout : TimeSpan.FromSeconds(15),
        };
        if (options.Proxy is { } proxy)
        {
            handler.Proxy = proxy;
        }

        if (options.InsecureTls)
        {
#pragma warning disable CA5359 // The option's very purpose, off by default.
            handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (options.ServerCertificatePath is { } path)
        {
            X509Certificate2Collection trusted = ReadAuthorities(path);
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, errors) => IsTrusted(trusted, certificate, chain, errors);
        }

        if (options.ClientCertificatePath is { } client)
        {
            handler.SslOptions.ClientCertificates = [ReadClientCertificate(client)];
        }

        return handler;
    }

    private static X509Certificate2Collection ReadAuthorities(string path)
    {
        var trusted = new X509Certificate2Collection();
        try
        {
            trusted.ImportFromPemFile(path);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, "certificates of the authorities to trust, in PEM", nameof(MlflowStoreOptions.ServerCertificatePath), exception);
        }

        return trusted.Count > 0 ? trusted : throw Unreadable(path, "certificates of the authorities to trust, in PEM", nameof(MlflowStoreOptions.ServerCertificatePath), cause: null);
    }

    private static X509Certificate2 ReadClientCertificate(string path)
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPemFile(path);

            // Windows signs only with keys that it has loaded from this form.
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, "one certificate and its unencrypted key, in PEM", nameof(MlflowStoreOptions.ClientCertificatePath), exception);
        }
    }

    private static ArgumentException Unreadable(string path, string expected, string option, Exception? cause) =>
        new($"{option}: {path} cannot be used{(cause is null ? "" : $" ({cause.Message.TrimEnd('.')})")}, expected {expected}. Correct the path or the file.", cause);

    private static bool IsTrusted(X509Certificate2Collection trusted, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        // Only the question of the authority is answered anew; a wrong name or a missing certificate stays wrong.
        if (certificate is not X509Certificate2 leaf || chain is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
        {
            return false;
        }

        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Clear();
        chain.ChainPolicy.CustomTrustStore.AddRange(trusted);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(leaf);
    }
}
