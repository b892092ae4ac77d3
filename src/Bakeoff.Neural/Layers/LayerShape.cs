namespace Bakeoff.Neural.Layers;

/// <summary>What flows between two layers: rows of features, one row per clip or one per live frame.</summary>
/// <param name="IsSequence">Whether a clip has one row per frame.</param>
/// <param name="Features">Values in a row.</param>
/// <param name="Steps">Frames per clip when it is the same for all clips and known; null when it varies.</param>
internal sealed record LayerShape(bool IsSequence, int Features, int? Steps = null)
{
    public static LayerShape PerClip(int features) => new(IsSequence: false, features);

    public LayerShape WithFeatures(int features) => this with { Features = features };

    public override string ToString() => IsSequence
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"[clips, {(Steps is { } steps ? steps.ToString(System.Globalization.CultureInfo.InvariantCulture) : "frames")}, {Features}]")
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"[clips, {Features}]");
}
