namespace Bakeoff.Corpora.Downloading;

/// <summary>The Hugging Face hub, or a mirror of it, as a machine is set up for it.</summary>
/// <param name="Endpoint">Address, which ends in a slash.</param>
/// <param name="Token">Token for private and gated repositories; null for none.</param>
/// <param name="CacheFolder">The hub's own cache of repositories on this machine, which need not exist.</param>
public sealed record HubOptions(Uri Endpoint, string? Token, string CacheFolder)
{
    /// <summary>Reads HF_ENDPOINT, HF_TOKEN (or the file token in HF_HOME) and HF_HOME, as the hub's own tools do.</summary>
    /// <param name="environment">Reads an environment variable; null if it is not set.</param>
    /// <param name="homeFolder">The user's home folder.</param>
    /// <exception cref="DatasetException">HF_ENDPOINT is no address.</exception>
    public static HubOptions Find(Func<string, string?> environment, string homeFolder)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var stated = environment("HF_ENDPOINT") is { Length: > 0 } named ? named : "https://huggingface.co";
        if (!Uri.TryCreate(stated.TrimEnd('/') + "/", UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https"))
        {
            throw new DatasetException(DatasetProblem.Network, new Options.ErrorDetails("HF_ENDPOINT")
            {
                Value = $"'{stated}'",
                Rule = "an address with http or https",
                NextStep = "Correct the environment variable, or unset it.",
            });
        }

        var home = environment("HF_HOME") is { Length: > 0 } folder ? folder : Path.Combine(homeFolder, ".cache", "huggingface");
        var file = Path.Combine(home, "token");
        var token = environment("HF_TOKEN") is { Length: > 0 } given ? given : File.Exists(file) ? File.ReadAllText(file).Trim() : null;
        return new HubOptions(endpoint, token is { Length: > 0 } ? token : null, Path.Combine(home, "hub"));
    }
}
