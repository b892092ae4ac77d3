using System.Net.Http.Headers;
using System.Text;

namespace Bakeoff.Mlflow;

/// <summary>Credentials for a server. Their text never contains the secret.</summary>
public sealed class MlflowCredentials
{
    private readonly AuthenticationHeaderValue _header;
    private readonly string _kind;

    private MlflowCredentials(AuthenticationHeaderValue header, string kind) => (_header, _kind) = (header, kind);

    /// <summary>Name and password, sent with every request; use https.</summary>
    /// <param name="username">Name without a colon.</param>
    /// <param name="password">Password.</param>
    public static MlflowCredentials Basic(string username, string password)
    {
        if (username.Contains(':', StringComparison.Ordinal))
        {
            throw new ArgumentException(
                "user name holds ':', expected none, because HTTP separates name and password by it. Use another name.", nameof(username));
        }

        string encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{password}"));
        return new(new AuthenticationHeaderValue("Basic", encoded), "name and password");
    }

    /// <summary>A token, sent with every request; use https.</summary>
    /// <param name="token">Token.</param>
    public static MlflowCredentials Bearer(string token) => new(new AuthenticationHeaderValue("Bearer", token), "token");

    /// <summary>The kind of the credentials, without the secret.</summary>
    public override string ToString() => $"credentials ({_kind}, hidden)";

    internal void ApplyTo(HttpRequestMessage request) => request.Headers.Authorization = _header;
}
