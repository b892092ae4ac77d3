using System.Net;
using System.Net.Security;
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
            var trusted = new X509Certificate2Collection();
            trusted.ImportFromPemFile(path);
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, errors) => IsTrusted(trusted, certificate, chain, errors);
        }

        if (options.ClientCertificatePath is { } client)
        {
            handler.SslOptions.ClientCertificates = [X509Certificate2.CreateFromPemFile(client)];
        }

        return handler;
    }

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
