using System.Net.Http.Headers;
using System.Text;

namespace Bakeoff.Mlflow;

/// <summary>How to sign in to a server. Never shows its secret, not even to a debugger's text view.</summary>
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
            throw new ArgumentException("user name holds ':', expected none, because HTTP separates name and password by it. Use another name.", nameof(username));
        }

        return new(new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{password}"))), "name and password");
    }

    /// <summary>A token, sent with every request; use https.</summary>
    /// <param name="token">Token.</param>
    public static MlflowCredentials Bearer(string token) => new(new AuthenticationHeaderValue("Bearer", token), "token");

    /// <summary>Says of which kind the credentials are, without showing them.</summary>
    public override string ToString() => $"credentials ({_kind}, hidden)";

    internal void ApplyTo(HttpRequestMessage request) => request.Headers.Authorization = _header;
}
