namespace Bakeoff.Pipeline.Fingerprints;

/// <summary>Content from outside the store, identified by what it holds rather than where it lies.</summary>
/// <param name="Name">Name in messages, such as <c>tess.zip</c>; not part of the identity.</param>
/// <param name="Digest">SHA-256 of the content in lower-case hex.</param>
/// <param name="Items">Parts by name with their digests, to say which one changed; empty when it is one piece.</param>
/// <param name="ItemsFolder">Folder under which the parts stand among the outputs of the stage that reads this; empty where they do not.</param>
[OutsideFingerprint("carries results and makes none")]
public sealed record ExternalInput(string Name, string Digest, IReadOnlyDictionary<string, string> Items, string ItemsFolder = "");
