using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bakeoff.Mlflow.Entities;
using Bakeoff.Mlflow.Tests.Server;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Bakeoff.Mlflow.Tests.Rest;

/// <summary>Connections by https: trusted authorities, client certificates, and refused certificates, which are not retried.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly X509Certificate2 _certificate = MakeCertificate("localhost");

    [Fact]
    public async Task Get_AuthorityInTheOptions_IsTrusted()
    {
        await using StrictServer server = await StartAsync();
        File.WriteAllText(_folder.Combine("ca.pem"), _certificate.ExportCertificatePem());

        (await CountAsync(server, new MlflowStoreOptions { ServerCertificatePath = _folder.Combine("ca.pem") })).ShouldBe(0);
    }

    [Fact]
    public async Task Get_UnknownAuthority_IsRefusedAtOnce()
    {
        await using StrictServer server = await StartAsync();

        var exception = await Should.ThrowAsync<MlflowException>(CountAsync(server, new MlflowStoreOptions()));

        exception.IsTransient.ShouldBeFalse();
        exception.ErrorCode.ShouldBe(MlflowErrorCodes.CertificateNotTrusted);
        exception.Message.ShouldContain("certificate is invalid");
        exception.Message.ShouldContain("name the authority's PEM file in MLFLOW_TRACKING_SERVER_CERT_PATH");
        server.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Get_AuthorityOfAnotherServer_IsRefused()
    {
        await using StrictServer server = await StartAsync();
        using X509Certificate2 other = MakeCertificate("localhost");
        File.WriteAllText(_folder.Combine("other.pem"), other.ExportCertificatePem());

        await Should.ThrowAsync<MlflowException>(
            CountAsync(server, new MlflowStoreOptions { ServerCertificatePath = _folder.Combine("other.pem") }));
    }

    [Fact]
    public async Task Get_InsecureTls_TrustsAnyone()
    {
        await using StrictServer server = await StartAsync();

        (await CountAsync(server, new MlflowStoreOptions { InsecureTls = true })).ShouldBe(0);
    }

    [Fact]
    public async Task Get_ClientCertificate_IsShownToTheServer()
    {
        using X509Certificate2 client = MakeCertificate("eva");
        string? shown = null;
        await using StrictServer server = await StartAsync(tls =>
        {
            tls.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            tls.ClientCertificateValidation = (certificate, _, _) => (shown = certificate.Thumbprint) is not null;
        });
        File.WriteAllText(
            _folder.Combine("client.pem"),
            client.ExportCertificatePem() + "\n" + client.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());

        (
            await CountAsync(server, new MlflowStoreOptions { InsecureTls = true, ClientCertificatePath = _folder.Combine("client.pem") })).ShouldBe(0);
        shown.ShouldBe(client.Thumbprint);
    }

    [Fact]
    public async Task Get_Proxy_IsUsed()
    {
        await using StrictServer proxy = await StrictServer.StartAsync();

        // To a proxy, plain http requests are sent as they are, so that a server can stand in for one.
        await using IMlflowStore store = MlflowStore.Open(
            "http://mlflow.invalid",
            new MlflowStoreOptions { Proxy = new WebProxy(proxy.Address), MaxRetries = 0 });

        (await store.SearchExperimentsAsync(new ExperimentQuery()).CountAsync()).ShouldBe(0);
        proxy.Calls.ShouldHaveSingleItem().ShouldBe("experiments/search");
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _folder.Dispose();
    }

    private Task<StrictServer> StartAsync(Action<HttpsConnectionAdapterOptions>? more = null) => StrictServer.StartAsync(port: 0, tls =>
        {
            tls.ServerCertificate = _certificate;
            more?.Invoke(tls);
        });

    private static async Task<int> CountAsync(StrictServer server, MlflowStoreOptions options)
    {
        string address = server.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        await using IMlflowStore store = MlflowStore.Open(address, options with { MaxRetries = 0, Proxy = new WebProxy() });
        return await store.SearchExperimentsAsync(new ExperimentQuery()).CountAsync();
    }

    private static X509Certificate2 MakeCertificate(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(
                certificateAuthority: true,
                hasPathLengthConstraint: false,
                pathLengthConstraint: 0,
                critical: true));
        using X509Certificate2 made = request.CreateSelfSigned(
            TimeProvider.System.GetUtcNow().AddDays(-1),
            TimeProvider.System.GetUtcNow().AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), password: null);
    }
}
