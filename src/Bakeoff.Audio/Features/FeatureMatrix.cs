namespace Bakeoff.Audio.Features;

/// <summary>Features of one clip.</summary>
/// <param name="Values">Values of shape [FrameCount, FeatureCount], row-major.</param>
/// <param name="FrameCount">Rows; 1 after a summary.</param>
/// <param name="FeatureCount">Columns.</param>
public sealed record FeatureMatrix(float[] Values, int FrameCount, int FeatureCount)
{
    /// <summary>
    /// Values that do not exist, such as the pitch of an unvoiced frame, and are 0: of frames, and of the row of a <see cref="FeatureSet"/>.
    /// Summaries leave them out and count none.
    /// </summary>
    public int MissingCount { get; init; }

    /// <summary>Values of one frame, [FeatureCount].</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such frame.</exception>
    public ReadOnlySpan<float> Frame(int index) => Values.AsSpan(index * FeatureCount, FeatureCount);
}
