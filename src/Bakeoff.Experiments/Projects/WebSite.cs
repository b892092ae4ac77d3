using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Experiments.Projects;

/// <summary>The addresses of Bakeoff's source and of its list of problems.</summary>
[OutsideFingerprint("addresses for people; cannot change a result")]
public static class WebSite
{
    /// <summary>Source and documentation.</summary>
    public const string Address = "https://github.com/bakeoff-ser/bakeoff";

    /// <summary>The place where problems are reported.</summary>
    public const string Problems = $"{Address}/issues";
}
