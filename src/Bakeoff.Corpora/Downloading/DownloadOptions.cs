namespace Bakeoff.Corpora.Downloading;

/// <summary>Retries and time limits of downloads, and addresses of the services. No part of an experiment: it changes no result.</summary>
public sealed record DownloadOptions
{
    /// <summary>Tries without progress before a source is given up. Default 5.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>Wait before the second try; doubles with each. Default 1 s.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait that a server's Retry-After may ask for; beyond it the source is given up. Default 5 min.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A connection that sends nothing for this long is dropped and resumed. Default 30 s.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Files fetched at once where a corpus comes file by file. Default 4.</summary>
    public int Connections { get; init; } = 4;

    /// <summary>Longest chain of redirects. Default 10.</summary>
    public int MaxRedirects { get; init; } = 10;

    /// <summary>Address of Kaggle.</summary>
    public Uri Kaggle { get; init; } = new("https://www.kaggle.com/");

    /// <summary>Address of Zenodo.</summary>
    public Uri Zenodo { get; init; } = new("https://zenodo.org/");

    /// <summary>Address of GitHub, for Git LFS.</summary>
    public Uri GitHub { get; init; } = new("https://github.com/");

    /// <summary>Address of GitHub's archives of repositories.</summary>
    public Uri GitHubArchives { get; init; } = new("https://codeload.github.com/");
}
