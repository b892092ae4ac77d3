namespace Bakeoff.Onnx.Networks;

/// <summary>The values between two layers of a graph.</summary>
/// <param name="Values">
/// float32 [B, T, F] for frames, [B, F] for clips. Steps after a clip's last frame hold finite numbers that no layer reads.
/// </param>
/// <param name="Features">F.</param>
/// <param name="Frames">The steps that are frames; null if there is one row a clip.</param>
/// <param name="IsValid">
/// bool [B]: true if the clip fits the network. Otherwise its probabilities become NaN, because a graph cannot report an error.
/// </param>
internal sealed record Flow(string Values, int Features, Frames? Frames, string IsValid)
{
    /// <summary>The frames; shapes are checked when a network is created.</summary>
    public Frames Steps => Frames ?? throw new InvalidOperationException("The layer needs frames.");
}
