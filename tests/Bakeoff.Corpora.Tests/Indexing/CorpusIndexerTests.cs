using System.Globalization;
using Bakeoff.Corpora;
using Bakeoff.Corpora.Formats;
using Bakeoff.Corpora.Indexing;
using Bakeoff.Testing;

namespace Bakeoff.Corpora.Tests.Indexing;

public sealed class CorpusIndexerTests : IDisposable
{
    private static readonly DatasetDescription Words = new()
    {
        Name = "words",
        Pattern = @"(?<speaker>[A-Z]+)_(?<text>[a-z]+)_(?<label>[a-z]+)\.wav",
    };

    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Index_GoodClips_ListsThemInOrderOfLabelsSpeakersAndTexts()
    {
        _scratch.Noise("z/AN_back_Happy.WAV", 1, seconds: 0.5);
        _scratch.Noise("BO_Bar_sad.wav", 2, seconds: 0.25, rate: 24414);

        var index = Index(Words);

        index
            .Clips.Select(static clip =>
                (clip.Path, clip.Label, clip.Speaker, clip.Text, clip.SampleRateHz, clip.ChannelCount, clip.SampleCount))
            .ShouldBe([
                ("z/AN_back_Happy.WAV", "happy", "AN", "back", 16000, 1, 8000L),
                ("BO_Bar_sad.wav", "sad", "BO", "bar", 24414, 1, 6103L),
            ]);
        index.Clips[0].Seconds.ShouldBe(0.5);
        index.Clips[0].Sha256.Length.ShouldBe(64);
        index.Report.Labels.ShouldBe(new Dictionary<string, int> { ["happy"] = 1, ["sad"] = 1 });
        index.Report.Speakers.Keys.ShouldBe(["AN", "BO"]);
        index.Report.Texts.ShouldBe(2);
    }

    [Fact]
    public void Index_AnyThreadCount_GivesTheSameBytes()
    {
        for (var i = 0; i < 30; i++)
        {
            _scratch.Noise(
                string.Create(CultureInfo.InvariantCulture, $"A_w{(char)('a' + (i % 26))}_l{(char)('a' + (i / 26))}.wav"),
                (ulong)(i / 2),
                seconds: 0.1);
        }

        Write(1);
        Write(4);

        File.ReadAllBytes(_scratch.Full("index4.csv")).ShouldBe(File.ReadAllBytes(_scratch.Full("index1.csv")));
        File.ReadAllBytes(_scratch.Full("report4.json")).ShouldBe(File.ReadAllBytes(_scratch.Full("report1.json")));
        IndexTable.Read(_scratch.Full("index4.csv")).Count.ShouldBe(15);

        void Write(int threads)
        {
            var index = new CorpusIndexer(Words.Index).Index(_scratch.Root, threads);
            IndexTable.Write(_scratch.Full($"index{threads}.csv"), index.Clips);
            index.Report.Write(_scratch.Full($"report{threads}.json"));
            IndexTable.Read(_scratch.Full($"index{threads}.csv")).ShouldBe(index.Clips);
            IndexReport.Read(_scratch.Full($"report{threads}.json")).Findings.ShouldBe(index.Report.Findings);
        }
    }

    [Fact]
    public void Index_NestedDuplicates_AreCountedOnceAndSaid()
    {
        _scratch.Noise("data/A_back_happy.wav", 1);
        _scratch.Noise("data/DATA/A_back_happy.wav", 1);
        _scratch.Noise("A_bar_happy.wav", 2);

        var index = Index(Words);

        index.Clips.Select(static clip => clip.Path).ShouldBe(["data/A_back_happy.wav", "A_bar_happy.wav"]);
        var finding = index.Report.Findings.ShouldHaveSingleItem();
        finding.ShouldBe(
            new IndexFinding(
                IndexFindingKind.Duplicate,
                "data/DATA/A_back_happy.wav",
                "Same samples as data/A_back_happy.wav; counted once."));
        index.Report.Files.ShouldBe(3);
    }

    [Fact]
    public void Index_FolderAbove_GivesTheSameTable()
    {
        _scratch.Noise("corpus/wav/AN_back_happy.wav", 1);
        _scratch.Noise("corpus/wav/more/BO_back_sad.wav", 2);
        _scratch.Noise("corpus/wav/more/stray.wav", 3);
        _scratch.Noise("corpus/other/stray.wav", 4);

        var options = (Words with { OnBadClip = BadClipAction.Skip }).Index;
        var deep = new CorpusIndexer(options).Index(_scratch.Full("corpus/wav"));
        var high = new CorpusIndexer(options).Index(_scratch.Root);
        IndexTable.Write(_scratch.Full("deep.csv"), deep.Clips);
        IndexTable.Write(_scratch.Full("high.csv"), high.Clips);
        high.Report.Write(_scratch.Full("report.json"));

        File.ReadAllText(_scratch.Full("high.csv")).ShouldBe(File.ReadAllText(_scratch.Full("deep.csv")));
        high.Clips.Select(static clip => clip.File).ShouldBe(["corpus/wav/AN_back_happy.wav", "corpus/wav/more/BO_back_sad.wav"]);
        var report = IndexReport.Read(_scratch.Full("report.json"));
        IndexTable.Read(_scratch.Full("high.csv")).Select(clip => clip with { File = report.FileOf(clip) }).ShouldBe(high.Clips);
        high.Report.Findings.Select(static finding => finding.Path).ShouldBe(["../other/stray.wav", "more/stray.wav"]);
    }

    [Fact]
    public void Index_CopiesUnderSeveralSpeakers_KeepsTheSameOneInAnyPlace()
    {
        _scratch.Noise("one/AN_back_happy.wav", 1);
        _scratch.Noise("one/deep/er/BO_back_happy.wav", 1);
        _scratch.Noise("two/BO_back_happy.wav", 1);
        _scratch.Noise("two/deep/er/AN_back_happy.wav", 1);

        foreach (var folder in new[] { "one", "two" })
        {
            var index = new CorpusIndexer(Words.Index).Index(_scratch.Full(folder));
            index.Clips.Single().Speaker.ShouldBe("AN");
            index.Report.Findings.Single().Message.ShouldEndWith("(under another speaker or text); counted once.");
        }
    }

    [Theory]
    [InlineData("a.wav", "a.wav")]
    [InlineData("wav/a.wav", "a.wav")]
    [InlineData("WAV/A.wav", "a.wav")]
    [InlineData("*/b?.wav", "m\u00FCde/b1.wav m\u00FCde/b2.wav")]
    [InlineData("mu\u0308de/b1.wav", "m\u00FCde/b1.wav")]
    [InlineData("b1.wav", "")]
    [InlineData("", "")]
    public void Find_PathAsWritten_NamesTheClips(string path, string expected)
    {
        var clips = new[] { "a.wav", "m\u00FCde/b1.wav", "m\u00FCde/b2.wav" }
            .Select(static name => new Clip(name, "l", "s", "t", 16000, 1, 1, 1, name) { File = "wav/" + name })
            .ToList();

        string.Join(' ', ClipPaths.Find(clips, path).Select(i => clips[i].Path)).ShouldBe(expected);
    }

    [Fact]
    public void Index_SpeakersThatDifferInCaseOnly_AreRefusedUnlessMapped()
    {
        _scratch.Noise("AN_back_happy.wav", 1);
        _scratch.Noise("an_bar_sad.wav", 2);

        Should
            .Throw<DatasetException>(() => Index(Words))
            .Message.ShouldBe(
                "an_bar_sad.wav: speaker is 'an', expected one spelling, and AN_back_happy.wav has 'AN'. "
                    + "List the speakers in words.yaml, whose map ignores case: speakers: {AN: AN, ...}.");
        Index(Words with { Speakers = new Dictionary<string, string> { ["AN"] = "AN" } }).Report.Speakers.Keys.ShouldBe(["AN"]);
    }

    [Fact]
    public void Index_LabelsInBothNormalForms_AreOne()
    {
        _scratch.Noise("müde/a.wav".Normalize(System.Text.NormalizationForm.FormD), 1);
        _scratch.Noise("MÜDE/b.wav", 2);

        Index(new DatasetDescription { Name = "mine", Pattern = "(?<label>[^/]+)/[^/]+" })
            .Report.Labels.ShouldBe(new Dictionary<string, int> { ["müde"] = 2 });
    }

    [Fact]
    public void Index_LetterLostInConversion_IsRefused()
    {
        _scratch.Noise("gl\uFFFDcklich/a.wav", 1);

        Should
            .Throw<DatasetException>(() => Index(new DatasetDescription { Name = "mine", Pattern = "(?<label>[^/]+)/[^/]+" }))
            .Message.ShouldContain(
                "label is 'gl\uFFFDcklich', expected text without U+FFFD, which stands for a letter that a conversion lost.");
    }

    [Fact]
    public void Index_SameSamplesUnderTwoLabels_FailsUnlessTheDescriptionSaysOtherwise()
    {
        _scratch.Noise("A_back_happy.wav", 1);
        _scratch.Noise("A_back_sad.wav", 1);
        _scratch.Noise("A_bar_sad.wav", 2);

        var exception = Should.Throw<DatasetException>(() => Index(Words));
        var index = Index(Words with { OnConflictingLabels = ConflictAction.Exclude });

        exception.Problem.ShouldBe(DatasetProblem.ConflictingLabels);
        exception.Message.ShouldBe(
            "A_back_happy.wav, A_back_sad.wav: the same recording has the labels happy, sad, expected one. Exclude a file under "
                + "known_defects in words.yaml, or write on_conflicting_labels: exclude.");
        index.Clips.Single().Path.ShouldBe("A_bar_sad.wav");
        index.Report.Findings.Count(static finding => finding.Kind == IndexFindingKind.ConflictingLabels).ShouldBe(2);
    }

    [Fact]
    public void Index_BadClips_FailsNamingEachOrGoesOnWithoutThem()
    {
        _scratch.Noise("A_good_happy.wav", 1);
        _scratch.Bytes("A_empty_happy.wav", []);
        _scratch.Bytes("A_text_happy.wav", "<html>not audio at all</html>"u8.ToArray());
        _scratch.Wav("A_silent_happy.wav", new float[8000]);
        _scratch.Noise("A_short_happy.wav", 2, seconds: 0.01);
        var cut = _scratch.Noise("A_cut_happy.wav", 3);
        File.WriteAllBytes(cut, File.ReadAllBytes(cut)[..1000]);

        var exception = Should.Throw<DatasetException>(() => Index(Words));
        var index = Index(Words with { OnBadClip = BadClipAction.Skip });

        exception.Problem.ShouldBe(DatasetProblem.BadClip);
        exception.Message.ShouldStartWith("words: 5 clips cannot be used. A_cut_happy.wav: ");
        exception.Message.ShouldContain("A_empty_happy.wav: file is empty (0 bytes), expected a WAV");
        exception.Message.ShouldContain("A_short_happy.wav: clip is 0.01 s long, expected at least 0.05 s (min_seconds).");
        exception.Message.ShouldContain("A_silent_happy.wav: clip is silent: its peak is 0, expected at least -70 dBFS (silence_dbfs).");
        exception.Message.ShouldContain("A_text_happy.wav: ");
        exception.Message.ShouldEndWith("Fix or remove them, or write on_bad_clip: skip in words.yaml to go on without them.");
        index.Clips.Single().Path.ShouldBe("A_good_happy.wav");
        index.Report.Findings.Count(static finding => finding.Kind == IndexFindingKind.BadClip).ShouldBe(5);
    }

    [Fact]
    public void Index_KnownDefects_AreKeptOrLeftOutByRule()
    {
        _scratch.Noise("A_back_happy.wav", 1, rate: 44100);
        _scratch.Noise("A_BAR_happy.wav", 2, rate: 24000);
        _scratch.Noise("A_base_happy.wav", 3, rate: 24000);
        var description = Words with
        {
            KnownDefects =
            [
                new KnownDefect
                {
                    File = "A_back_happy.wav",
                    SampleRateHz = 44100,
                    Action = DefectAction.Exclude,
                    Note = "Overwritten.",
                },
                new KnownDefect
                {
                    File = "A_base_happy.wav",
                    SampleRateHz = 44100,
                    Action = DefectAction.Exclude,
                    Note = "Overwritten.",
                },
                new KnownDefect { File = "A_bar_happy.wav", Note = "Odd case." },
            ],
        };

        var index = Index(description);

        index.Clips.Select(static clip => clip.Path).ShouldBe(["A_BAR_happy.wav", "A_base_happy.wav"]);
        index.Report.Findings.ShouldBe([
            new IndexFinding(IndexFindingKind.KnownDefect, "A_BAR_happy.wav", "Odd case. Used."),
            new IndexFinding(IndexFindingKind.KnownDefect, "A_back_happy.wav", "Overwritten. Left out."),
        ]);
    }

    [Fact]
    public void Index_Oddities_AreFound()
    {
        for (var i = 0; i < 5; i++)
        {
            _scratch.Noise($"A_{"abcde"[i]}_happy.wav", (ulong)i);
        }

        _scratch.Noise("A_rate_happy.wav", 10, rate: 8000);
        _scratch.Noise("A_long_happy.wav", 11, seconds: 2);
        var clipped = new float[3200];
        Array.Fill(clipped, 1f, 100, 7);
        clipped[50] = 0.5f;
        _scratch.Wav("A_loud_happy.wav", clipped);
        _scratch.Noise("stray.wav", 12);
        _scratch.Bytes("notes.txt", [1]);
        _scratch.Noise("copy/A_a_happy.wav", 13);
        var description = Words with
        {
            OnBadClip = BadClipAction.Skip,
            Expected = new ExpectedCounts
            {
                Clips = 12,
                Speakers = 1,
                ClipsPerLabel = new Dictionary<string, int> { ["sad"] = 3 },
            },
        };

        var report = Index(description).Report;

        report
            .Findings.Select(static finding => (finding.Kind, finding.Path, finding.Message))
            .ShouldBe([
                (IndexFindingKind.Count, "", "Found 9 clips, the complete corpus has 12."),
                (IndexFindingKind.Count, "", "Found 0 clips of sad, the complete corpus has 3."),
                (IndexFindingKind.UnmatchedName, "stray.wav", $"Name does not fit the pattern {Words.Pattern}."),
                (IndexFindingKind.SameName, "copy/A_a_happy.wav", "Named like A_a_happy.wav, content differs; both are used."),
                (IndexFindingKind.Clipping, "A_loud_happy.wav", "7 samples stand at full scale in runs of 3 or more."),
                (IndexFindingKind.OddRate, "A_rate_happy.wav", "Sample rate is 8000 Hz, usual is 16000 Hz."),
                (IndexFindingKind.OddLength, "A_long_happy.wav", "Duration is 2 s, usual is 0.067 to 0.6 s."),
            ]);
    }

    [Fact]
    public void Index_ManyChannels_AreMeasuredInTheirMean()
    {
        _scratch.Noise("A_fine_happy.wav", 1);
        float[] tone = [.. Enumerable.Range(0, 3200).Select(n => 0.5f * MathF.Sin(0.1f * n))];
        _scratch.Float("A_against_happy.wav", 2, [.. tone.SelectMany(x => new[] { x, -x })]);
        _scratch.Float("A_together_happy.wav", 2, [.. tone.SelectMany(x => new[] { x, x })]);
        _scratch.Float("A_offset_happy.wav", 1, [.. tone.Select(_ => 0.5f)]);

        var index = Index(Words with { OnBadClip = BadClipAction.Skip });

        index.Clips.Select(static clip => clip.Path).ShouldBe(["A_fine_happy.wav", "A_together_happy.wav"]);
        var bad = index.Report.Findings.Where(static finding => finding.Kind == IndexFindingKind.BadClip).Select(static f => f.Message);
        bad.ShouldBe([
            "A_against_happy.wav: clip is silent: its channels cancel in the mono mix, whose peak is 0, "
                + "expected at least -70 dBFS (silence_dbfs).",
            "A_offset_happy.wav: clip is silent: its samples vary by 0, expected more than 0.00006 (two steps of 16 bits).",
        ]);
    }

    [Fact]
    public void Index_FloatBeyondFullScale_IsUsedAndTold()
    {
        float[] tone = [.. Enumerable.Range(0, 3200).Select(n => 2.5f * MathF.Cos(0.1f * n))];
        _scratch.Float("A_loud_happy.wav", 1, tone);
        _scratch.Float("A_wild_happy.wav", 1, [.. tone.Select(x => x * 1e12f)]);

        var index = Index(Words with { OnBadClip = BadClipAction.Skip });

        index.Clips.Select(static clip => clip.Path).ShouldBe(["A_loud_happy.wav"]);
        index.Report.Findings.ShouldContain(
            new IndexFinding(
                IndexFindingKind.BeyondFullScale,
                "A_loud_happy.wav",
                "Samples reach 2.5 times full scale; they are used as they are."));
        index.Report.Findings.ShouldNotContain(static finding => finding.Kind == IndexFindingKind.Clipping);
        index.Report.Findings.ShouldContain(
            new IndexFinding(
                IndexFindingKind.BadClip,
                "A_wild_happy.wav",
                "A_wild_happy.wav: peak is 2.5E+12 times full scale, expected at most 2147483648 (2^31)."));
    }

    [Fact]
    public void Index_LargeFile_IsMeasuredInLittleMemory()
    {
        var samples = new float[4_000_000];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = i % 97 / 100f;
        }

        _scratch.Float("A_large_happy.wav", 1, samples);
        Index(Words);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var clip = Index(Words).Clips.ShouldHaveSingleItem();

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(2_000_000);
        clip.Sha256.ShouldBe(
            Convert.ToHexStringLower(
                System.Security.Cryptography.SHA256.HashData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(samples.AsSpan()))));
    }

    [Fact]
    public void Index_Manifest_StatesTheClips()
    {
        _scratch.Noise("x1.wav", 1);
        _scratch.Noise("sub/x2.wav", 2);
        _scratch.Noise("x3.wav", 3);
        File.WriteAllText(_scratch.Full("manifest.csv"), "file,emotion,who\nx1.wav,Joy,Ann\nsub\\x2.wav,Ire,Bob\ngone.wav,Joy,Ann\n");
        var description = new DatasetDescription
        {
            Name = "mine",
            OnBadClip = BadClipAction.Skip,
            Manifest = new ManifestFormat
            {
                PathColumn = "file",
                LabelColumn = "emotion",
                SpeakerColumn = "who",
            },
        };

        var index = Index(description);

        index
            .Clips.Select(static clip => (clip.Path, clip.Label, clip.Speaker, clip.Text))
            .ShouldBe([("sub/x2.wav", "ire", "Bob", ""), ("x1.wav", "joy", "Ann", "")]);
        index
            .Report.Findings.Select(static finding => (finding.Kind, finding.Path))
            .ShouldBe([(IndexFindingKind.MissingRow, "x3.wav"), (IndexFindingKind.MissingFile, "gone.wav")]);
        index.Report.Summary().ShouldBe("2 of 3 files (1 file without row, 1 row without file), 2 labels, 2 speakers, texts unknown");
        Should
            .Throw<DatasetException>(() => Index(description with { OnBadClip = BadClipAction.Fail }))
            .Message.ShouldBe(
                "mine: 1 file without row, 1 row without file would be left out. x3.wav: manifest.csv has no row for this file. "
                    + "gone.wav: manifest.csv(4) lists this clip, and the folder does not hold it. Fix or remove them, or state under "
                    + "ignore which files are no clips, or write on_bad_clip: skip in mine.yaml to go on without them.");
        Should
            .Throw<DatasetException>(() => Index(description with { Manifest = new ManifestFormat() }))
            .Message.ShouldContain("manifest.csv(1): header is 'file,emotion,who', expected a column 'path'.");
        Should
            .Throw<DatasetException>(() => Index(description with { Manifest = new ManifestFormat { File = "none.csv" } }))
            .Message.ShouldContain("none.csv: manifest does not exist");
    }

    [Fact]
    public void Index_NothingFits_SaysWhatWasExpected()
    {
        _scratch.Noise("stray.wav", 1);

        Should
            .Throw<DatasetException>(() => Index(Words))
            .Message.ShouldContain("folder holds 1 audio files, stray.wav among them, and none fits, expected clips named like");
        Should
            .Throw<DatasetException>(() => new CorpusIndexer(Words.Index).Index(_scratch.Full("nowhere")))
            .Message.ShouldContain("folder does not exist, expected the recordings of words.");
    }

    [Fact]
    public void Index_GermanCulture_WritesPoints()
    {
        var culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            _scratch.Noise("A_back_happy.wav", 1, seconds: 0.3);
            IndexTable.Write(_scratch.Full("index.csv"), Index(Words).Clips);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }

        File.ReadAllLines(_scratch.Full("index.csv"))[1].ShouldStartWith("A_back_happy.wav,happy,A,back,16000,1,4800,0.3,");
    }

    [Fact]
    public void Index_Filter_SelectsByNamesAndSaysHowMany()
    {
        _scratch.Noise("A_back_happy.wav", 1);
        _scratch.Noise("A_bar_sad.wav", 2);
        _scratch.Noise("B_bar_happy.wav", 3);
        _scratch.Noise("copy/B_bar_happy.wav", 3);
        _scratch.Noise("B_back_sad.wav", 4);
        _scratch.Bytes("A_base_sad.wav", []);
        var words = Words with
        {
            Expected = new ExpectedCounts { Clips = 2, Texts = 1 },
        };

        var index = Index(words with { Where = new ClipFilterOptions { Texts = ["BAR"] } });

        index.Clips.Select(static clip => clip.Path).ShouldBe(["B_bar_happy.wav", "A_bar_sad.wav"]);
        index
            .Report.Findings.Select(static finding => finding.Message)
            .ShouldBe(["Selected 2 of 4 clips by texts.", "Same samples as B_bar_happy.wav; counted once."]);
        Index(
            words with
            {
                Where = new ClipFilterOptions
                {
                    Texts = ["bar", "back"],
                    Speakers = ["b"],
                    Labels = ["happy"],
                },
            })
            .Report.Findings.ShouldContain(
                new IndexFinding(IndexFindingKind.Selection, "", "Selected 1 of 4 clips by texts and speakers and labels."));
    }

    [Fact]
    public void Index_FilterOfOneCopy_KeepsThatCopy()
    {
        _scratch.Noise("A_back_happy.wav", 1);
        _scratch.Noise("deep/B_back_happy.wav", 1);
        _scratch.Noise("A_bar_sad.wav", 2);
        _scratch.Noise("A_bar_happy.wav", 2);
        var words = Words with { OnConflictingLabels = ConflictAction.Exclude };

        Index(words with { Where = new ClipFilterOptions { Speakers = ["B"] } })
            .Clips.Select(static clip => clip.Path)
            .ShouldBe(["deep/B_back_happy.wav"]);
        // The other label is not selected, and it is no less unknown which of the two is right.
        Should
            .Throw<DatasetException>(() => Index(words with { Where = new ClipFilterOptions { Labels = ["sad"] } }))
            .Message.ShouldContain("0 of 4 clips can be used");
    }

    [Theory]
    [InlineData("where.texts lists 'bik', which no clip has, expected texts of the corpus. Did you mean 'bike' for 'bik'?", "bik", null)]
    [InlineData(
        "where.texts lists 'xylophone', which no clip has, expected texts of the corpus. There are: bike, germ.",
        "xylophone",
        null)]
    [InlineData("where selects 0 of 2 clips, expected clips that fit texts and speakers together. Loosen one of them.", "germ", "A")]
    public void Index_FilterThatFitsNothing_IsRefused(string message, string text, string? speaker)
    {
        _scratch.Noise("A_bike_happy.wav", 1);
        _scratch.Noise("B_germ_happy.wav", 2);
        var where = new ClipFilterOptions { Texts = [text], Speakers = speaker is null ? null : [speaker] };

        Should
            .Throw<DatasetException>(() => Index(Words with { Where = where }))
            .Message.ShouldBe($"experiments/datasets/words.yaml: {message}");
    }

    [Fact]
    public void Index_WhateverBecomesNoClip_IsCountedByReason()
    {
        _scratch.Noise("A_back_happy.wav", 1);
        _scratch.Noise("copy/A_back_happy.wav", 1);
        _scratch.Noise("A_bar_sad.wav", 2);
        _scratch.Noise("song.wav", 3);
        _scratch.Noise("A_noise_happy", 4);
        _scratch.Bytes("take.mp3", [1]);
        _scratch.Bytes("more.tar.gz", [1]);
        _scratch.Bytes("more.zip", [1]);
        _scratch.Bytes("A_empty_sad.wav", []);
        _scratch.Bytes("README.txt", [1]);
        _scratch.Bytes("Thumbs.db", [1]);
        var words = Words with { Ignore = @"song\.wav", OnBadClip = BadClipAction.Skip };

        var report = Index(words).Report;

        report
            .Summary()
            .ShouldBe(
                "2 of 7 files (2 names that do not fit, 2 archives not unpacked, 1 ignored file, 1 bad clip, 1 duplicate), 2 labels, 1 "
                    + "speaker, "
                    + "2 texts");
        report.Files.ShouldBe(
            report.Clips + report.LeftOut.Where(static item => item.Reason != IndexFindingKind.Archive).Sum(static item => item.Count));
        report
            .Findings.Where(static finding => finding.Kind == IndexFindingKind.Archive)
            .ShouldBe([
                new(IndexFindingKind.Archive, "more.tar.gz", "Archive is of a kind that is not unpacked; unpack it by hand."),
                new(IndexFindingKind.Archive, "more.zip", "Archive was not unpacked: file begins with bytes 01."),
            ]);
        IndexReport.Read(Written(report)).LeftOut.ShouldBe(report.LeftOut);
        Should
            .Throw<DatasetException>(() => Index(words with { OnBadClip = BadClipAction.Fail }))
            .Message.ShouldStartWith(
                "words: 2 names that do not fit, 2 archives not unpacked, 1 bad clip would be left out. A_empty_sad.wav: ");
    }

    [Fact]
    public void Index_FolderOfEveryFormat_TakesThemAll()
    {
        _scratch.Noise("happy/a.wav", 1);
        _scratch.Noise("happy/b.WAVE", 2);
        _scratch.Noise("happy/c", 3);
        _scratch.Bytes("happy/notes.txt", [1]);
        var folder = new DatasetDescription { Name = "mine", Pattern = "(?<label>[^/]+)/[^/]+" };

        Index(folder).Clips.Count.ShouldBe(3);

        _scratch.Bytes("happy/d.m4a", [0, 0, 0, 24, .. "ftypM4A "u8]);
        Should.Throw<DatasetException>(() => Index(folder)).Message.ShouldStartWith("mine: 1 clip cannot be used. d.m4a: ");
    }

    [Fact]
    public void Index_ManyBadClips_AreAllNamedALineEach()
    {
        _scratch.Noise("A_good_happy.wav", 1);
        for (var i = 0; i < 12; i++)
        {
            _scratch.Bytes($"A_bad{(char)('a' + i)}_happy.wav", []);
        }

        var message = Should.Throw<DatasetException>(() => Index(Words)).Message;

        message.Split('\n').Count(static line => line.StartsWith("  A_bad", StringComparison.Ordinal)).ShouldBe(12);
        message.ShouldStartWith("words: 12 clips cannot be used.");
        message.ShouldNotContain("more.");
    }

    [Fact]
    public void Index_UnreadableFile_IsABadClip()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("permissions are set in another way");
            return;
        }

        Assert.SkipWhen(Environment.IsPrivilegedProcess, "root may read every file");
        _scratch.Noise("A_good_happy.wav", 1);
        File.SetUnixFileMode(_scratch.Noise("A_locked_happy.wav", 2), UnixFileMode.None);

        Should.Throw<DatasetException>(() => Index(Words)).Message.ShouldContain("A_locked_happy.wav: permission is denied.");
        Index(Words with { OnBadClip = BadClipAction.Skip }).Clips.ShouldHaveSingleItem();
    }

    [Fact]
    public void Index_SomeSpeakersUnknown_TheLineOfFactsSaysForHowMany()
    {
        _scratch.Noise("A_one_happy.wav", 1);
        _scratch.Noise("two_happy.wav", 2);
        var words = new DatasetDescription { Name = "mine", Pattern = @"((?<speaker>[A-Z])_)?(?<text>[a-z]+)_(?<label>[a-z]+)\.wav" };

        Index(words).Report.Summary().ShouldBe("2 of 2 files, 1 label, 1 speaker (unknown for 1 clip), 2 texts");
    }

    [Fact]
    public void Index_UnreadableFolder_IsCountedOrStops()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("permissions are set in another way");
            return;
        }

        Assert.SkipWhen(Environment.IsPrivilegedProcess, "root may read every folder");
        _scratch.Noise("happy/a.wav", 1);
        _scratch.Noise("sad/a.wav", 2);
        var folder = new DatasetDescription { Name = "mine", Pattern = "(?<label>[^/]+)/[^/]+" };
        File.SetUnixFileMode(_scratch.Full("sad"), UnixFileMode.None);
        try
        {
            Index(folder with { OnBadClip = BadClipAction.Skip })
                .Report.Summary()
                .ShouldBe("1 of 1 file (1 unreadable folder), 1 label, speakers unknown, texts unknown");
            Should
                .Throw<DatasetException>(() => Index(folder))
                .Message.ShouldStartWith(
                    "mine: 1 unreadable folder would be left out. sad: folder cannot be read: permission is denied. Fix or remove them, or "
                        + "write on_bad_clip: skip");
        }
        finally
        {
            File.SetUnixFileMode(_scratch.Full("sad"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void Index_Links_AreFollowedAndLoopsNoticed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need a right there");
        _scratch.Noise("corpus/happy/a.wav", 1);
        _scratch.Noise("elsewhere/b.wav", 2);
        _scratch.Noise("elsewhere/deep/c.wav", 3);
        Directory.CreateSymbolicLink(_scratch.Full("corpus/sad"), _scratch.Full("elsewhere"));
        File.CreateSymbolicLink(_scratch.Full("corpus/happy/d.wav"), "../../elsewhere/deep/c.wav");
        Directory.CreateSymbolicLink(_scratch.Full("corpus/happy/again"), "..");
        Directory.CreateSymbolicLink(_scratch.Full("corpus/itself"), "itself");
        var folder = new DatasetDescription
        {
            Name = "mine",
            Pattern = "(?<label>happy|sad)(/deep)?/[^/]+",
            OnBadClip = BadClipAction.Skip,
            OnConflictingLabels = ConflictAction.Exclude,
        };

        var report = new CorpusIndexer(folder.Index).Index(_scratch.Full("corpus")).Report;

        report
            .Summary()
            .ShouldBe("2 of 4 files (1 broken link, 1 link loop, 2 clips with two labels), 2 labels, speakers unknown, texts unknown");
        report
            .Findings.Where(static finding => finding.Kind is IndexFindingKind.BrokenLink or IndexFindingKind.LinkLoop)
            .Select(static finding => (finding.Path, finding.Message))
            .ShouldBe([
                ("itself", "Link leads nowhere."),
                ("happy/again", "Link leads back to a folder above it, or through too many others."),
            ]);
    }

    [Fact]
    public void Index_NamesThatAreNotUtf8_AreCountedOrStop()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "names are bytes there only");
        _scratch.Noise("all/happy/a.wav", 1);
        _scratch.Noise("all/sad/a.wav", 2);
        Shell("mv \"$1/a.wav\" \"$1/$(printf '\\377').wav\"", _scratch.Full("all/sad"));
        var folder = new DatasetDescription { Name = "mine", Pattern = "(?<label>[^/]+)/[^/]+" };
        Index(folder with { OnBadClip = BadClipAction.Skip })
            .Report.Summary()
            .ShouldBe("1 of 1 file (1 name that is not UTF-8), 1 label, speakers unknown, texts unknown");
        Should
            .Throw<DatasetException>(() => Index(folder))
            .Message.ShouldStartWith(
                "mine: 1 name that is not UTF-8 would be left out. all/sad/\uFFFD.wav: name is not UTF-8, and nothing can be opened by it; "
                    + "rename it. Fix or remove them,");
        Shell("rm -r \"$1\"", _scratch.Full("all/sad"));
    }

    // .NET can neither make nor remove a file whose name is not UTF-8.
    private static void Shell(string script, string argument)
    {
        using var process = System.Diagnostics.Process.Start("sh", ["-c", script, "sh", argument]);
        process.WaitForExit();
    }

    [Fact]
    public void Index_InvisibleCharacters_AreRemovedAndTold()
    {
        _scratch.Noise("ha\u200Bppy/a.wav", 1);
        _scratch.Noise("happy/b.wav", 2);
        _scratch.Noise("very\u00A0sad/c.wav", 3);
        _scratch.Noise("very sad/d.wav", 4);

        var report = Index(new DatasetDescription { Name = "mine", Pattern = "(?<label>[^/]+)/[^/]+" }).Report;

        report.Labels.ShouldBe(new Dictionary<string, int> { ["happy"] = 2, ["very sad"] = 2 });
        report
            .Findings.ShouldHaveSingleItem()
            .Message.ShouldBe("The label of 1 clip, ha\u200Bppy/a.wav the first, held the invisible U+200B, which was removed.");
    }

    [Fact]
    public void Index_LabelsThatDifferInCaseOnly_AreNeverTwo()
    {
        _scratch.Noise("sad/a.wav", 1);
        _scratch.Noise("\u017Fad/b.wav", 2);

        Should
            .Throw<DatasetException>(() => Index(new DatasetDescription { Name = "mine", Pattern = "(?<label>[^/]+)/[^/]+" }))
            .Message.ShouldBe(
                "\u017Fad/b.wav: label is '\u017Fad', expected one spelling, and sad/a.wav has 'sad'. List the labels in mine.yaml, whose "
                    + "map ignores case: labels: {sad: sad, ...}.");
    }

    private string Written(IndexReport report)
    {
        report.Write(_scratch.Full("report.json"));
        return _scratch.Full("report.json");
    }

    private CorpusIndex Index(DatasetDescription description) => new CorpusIndexer(description.Index).Index(_scratch.Root, 2);
}
