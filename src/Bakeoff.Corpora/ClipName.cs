namespace Bakeoff.Corpora;

/// <summary>What a clip's file name, or its row in a manifest, says about it; codes are already mapped.</summary>
/// <param name="Label">Emotion.</param>
/// <param name="Speaker">Talker; empty where unknown.</param>
/// <param name="Text">What is said, in lower case; empty where unknown.</param>
public sealed record ClipName(string Label, string Speaker, string Text);
