using System.Text.Json.Serialization;

namespace Bakeoff.Corpora.Sources;

/// <summary>One place that a corpus can be fetched from.</summary>
[JsonDerivedType(typeof(UrlSource), "url")]
[JsonDerivedType(typeof(KaggleSource), "kaggle")]
[JsonDerivedType(typeof(DataverseSource), "dataverse")]
[JsonDerivedType(typeof(ZenodoSource), "zenodo")]
[JsonDerivedType(typeof(GitLfsSource), "git_lfs")]
[JsonDerivedType(typeof(ManualSource), "manual")]
public abstract record DatasetSource
{
    /// <summary>One line for people: where the recordings come from.</summary>
    [JsonIgnore]
    public abstract string Summary { get; }
}
