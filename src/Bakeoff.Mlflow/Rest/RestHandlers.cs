using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bakeoff.Mlflow.Rest;

/// <summary>Creates the HTTP handler that the options describe.</summary>
internal static class RestHandlers
{
    private const string AuthoritiesExpected = "certificates of the authorities to trust, in PEM";
    private const string ServerCertificateVariable =
        $"MLFLOW_TRACKING_SERVER_CERT_PATH ({nameof(MlflowStoreOptions.ServerCertificatePath)})";
    private const string ClientCertificateVariable =
        $"MLFLOW_TRACKING_CLIENT_CERT_PATH ({nameof(MlflowStoreOptions.ClientCertificatePath)})";

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
#pragma warning disable CA5359 // The purpose of the option, which is off by default.
            handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (options.ServerCertificatePath is { } path)
        {
            X509Certificate2Collection trusted = ReadAuthorities(path);
            handler.SslOptions.RemoteCertificateValidationCallback =
                (_, certificate, chain, errors) => IsTrusted(trusted, certificate, chain, errors);
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
            throw Unusable(path, AuthoritiesExpected, ServerCertificateVariable, exception);
        }

        return trusted.Count > 0 ? trusted : throw Unusable(path, AuthoritiesExpected, ServerCertificateVariable, cause: null);
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
            throw Unusable(path, "one certificate and its unencrypted key, in PEM", ClientCertificateVariable, exception);
        }
    }

    private static MlflowException Unusable(string path, string expected, string variable, Exception? cause) =>
        new($"{path} cannot be used{(cause is null ? "" : $" ({cause.Message.TrimEnd('.')})")}", cause)
        {
            Where = variable,
            Rule = expected,
            NextStep = "Correct the path or the file.",
            ErrorCode = MlflowErrorCodes.InvalidParameterValue,
            Endpoint = path,
        };

    private static bool IsTrusted(
        X509Certificate2Collection trusted, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        // Only the authority is checked again; a wrong name or a missing certificate stays an error.
        SslPolicyErrors others = errors & ~SslPolicyErrors.RemoteCertificateChainErrors;
        if (certificate is not X509Certificate2 leaf || chain is null || others != SslPolicyErrors.None)
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
