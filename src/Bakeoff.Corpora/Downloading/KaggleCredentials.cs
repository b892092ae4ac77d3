using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Bakeoff.Options;

namespace Bakeoff.Corpora.Downloading;

/// <summary>Credentials for Kaggle: a token, or a user name with a key.</summary>
public sealed class KaggleCredentials
{
    private const string CreateNew = "Create a new one on kaggle.com under Settings, API.";

    private readonly AuthenticationHeaderValue _header;

    private KaggleCredentials(AuthenticationHeaderValue header, string origin)
    {
        _header = header;
        Origin = origin;
    }

    /// <summary>The variable or file that they come from, for messages; never the secret itself.</summary>
    public string Origin { get; }

    /// <summary>
    /// Finds credentials: KAGGLE_API_TOKEN, then KAGGLE_USERNAME with KAGGLE_KEY, then kaggle.json in KAGGLE_CONFIG_DIR or ~/.kaggle.
    /// </summary>
    /// <param name="environment">Reads an environment variable; null if it is not set.</param>
    /// <param name="homeFolder">The user's home folder.</param>
    /// <returns>Null if there are none.</returns>
    /// <exception cref="DatasetException">kaggle.json cannot be read.</exception>
    public static KaggleCredentials? Find(Func<string, string?> environment, string homeFolder)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (environment("KAGGLE_API_TOKEN") is { Length: > 0 } token)
        {
            return new KaggleCredentials(new AuthenticationHeaderValue("Bearer", token), "KAGGLE_API_TOKEN");
        }

        if (environment("KAGGLE_USERNAME") is { Length: > 0 } user && environment("KAGGLE_KEY") is { Length: > 0 } key)
        {
            return Basic(user, key, "KAGGLE_USERNAME and KAGGLE_KEY");
        }

        var folder = environment("KAGGLE_CONFIG_DIR") is { Length: > 0 } named ? named : Path.Combine(homeFolder, ".kaggle");
        var file = Path.Combine(folder, "kaggle.json");
        return File.Exists(file) ? Read(file) : null;
    }

    internal AuthenticationHeaderValue Header() => _header;

    private static KaggleCredentials Read(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            if (document.RootElement.TryGetProperty("username", out var user) && document.RootElement.TryGetProperty("key", out var key))
            {
                return Basic(user.GetString()!, key.GetString()!, file);
            }
        }
        catch (Exception exception) when (exception is JsonException or IOException or InvalidOperationException)
        {
            throw new DatasetException(
                DatasetProblem.Access,
                new ErrorDetails("cannot be read") { Where = file, Rule = "an object with username and key", NextStep = CreateNew },
                exception);
        }

        throw new DatasetException(
            DatasetProblem.Access,
            new ErrorDetails("username or key is missing") { Where = file, Rule = "both", NextStep = CreateNew });
    }

    private static KaggleCredentials Basic(string user, string key, string origin) =>
        new(new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{key}"))), origin);
}
