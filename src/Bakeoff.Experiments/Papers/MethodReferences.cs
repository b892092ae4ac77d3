using Bakeoff.Audio.Features;
using Bakeoff.Classifiers;
using Bakeoff.Encoders;
using Bakeoff.Encoders.Configuration;
using Bakeoff.Encoders.Features;
using Bakeoff.Evaluation.Results;
using Bakeoff.Experiments.Comparing;
using Bakeoff.Experiments.Configuration;
using Bakeoff.Experiments.Projects;
using Bakeoff.Experiments.Sweeps;
using Bakeoff.Options;
using Bakeoff.Options.Sweeps;
using Bakeoff.Pipeline.Store;
using Bakeoff.Reports.Latex;
using Bakeoff.Reports.Pages;

namespace Bakeoff.Experiments.Papers;

/// <summary>Works to cite for methods: those that a paper's experiments use, and no others.</summary>
internal static class MethodReferences
{
    /// <summary>Keys of works by the names of kinds, as experiments write them.</summary>
    internal static readonly IReadOnlyDictionary<string, string[]> ByKind = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["mfcc"] = ["davis1980"],
        ["plp"] = ["hermansky1990"],
        ["rasta_plp"] = ["hermansky1990", "hermansky1994"],
        ["spectral_contrast"] = ["jiang2002"],
        ["pitch"] = ["decheveigne2002"],
        ["pitch_contour"] = ["decheveigne2002"],
        ["egemaps_v02"] = ["eyben2016"],
        ["egemaps_v02_lld"] = ["eyben2016"],
        ["gemaps_v01b"] = ["eyben2016"],
        ["gemaps_v01b_lld"] = ["eyben2016"],
        ["compare_2016"] = ["schuller2016"],
        ["compare_2016_lld"] = ["schuller2016"],
        ["is09"] = ["schuller2009"],
        ["is09_lld"] = ["schuller2009"],
        ["lstm"] = ["hochreiter1997"],
        ["gru"] = ["cho2014"],
        ["dropout"] = ["srivastava2014"],
        ["batch_normalization"] = ["ioffe2015"],
        ["layer_normalization"] = ["ba2016"],
        ["self_attention"] = ["vaswani2017"],
        ["positions"] = ["vaswani2017"],
        ["transformer"] = ["vaswani2017", "xiong2020"],
        ["attention_pooling"] = ["bahdanau2015"],
        ["layer_mix"] = ["yang2021"],
        ["adam"] = ["kingma2015"],
        ["adamw"] = ["loshchilov2019"],
        ["focal"] = ["lin2017"],
        ["ccc"] = ["lin1989"],
        ["mixed"] = ["lin1989"],
        ["rbf_svm"] = ["cortes1995"],
        ["linear_svm"] = ["cortes1995"],
        ["rbf_svr"] = ["smola2004"],
        ["linear_svr"] = ["smola2004"],
        ["random_forest"] = ["breiman2001"],
        ["gradient_boosting"] = ["friedman2001"],
        ["linear_discriminant"] = ["friedman1989"],
        ["nearest_neighbours"] = ["cover1967"],
        ["ridge"] = ["hoerl1970"],
    };

    private static readonly IReadOnlyDictionary<EncoderArchitecture, string> ByEncoder = new Dictionary<EncoderArchitecture, string>
    {
        [EncoderArchitecture.Wav2Vec2] = "baevski2020",
        [EncoderArchitecture.Hubert] = "hsu2021",
        [EncoderArchitecture.WavLm] = "chen2022",
        [EncoderArchitecture.Data2VecAudio] = "baevski2022",
        [EncoderArchitecture.Whisper] = "radford2023",
    };

    /// <summary>All works on methods, by key.</summary>
    internal static readonly IReadOnlyDictionary<string, BibEntry> Works = new[]
    {
        Article("davis1980", "Steven Davis and Paul Mermelstein",
            "Comparison of parametric representations for monosyllabic word recognition in continuously spoken sentences",
            "IEEE Transactions on Acoustics, Speech, and Signal Processing", "28", "4", "357–366", "1980"),
        Article("hermansky1990", "Hynek Hermansky", "Perceptual linear predictive (PLP) analysis of speech",
            "The Journal of the Acoustical Society of America", "87", "4", "1738–1752", "1990"),
        Article("hermansky1994", "Hynek Hermansky and Nelson Morgan", "RASTA processing of speech",
            "IEEE Transactions on Speech and Audio Processing", "2", "4", "578–589", "1994"),
        Proceedings("jiang2002", "Dan-Ning Jiang and Lie Lu and Hong-Jiang Zhang and Jian-Hua Tao and Lian-Hong Cai",
            "Music type classification by spectral contrast feature", "IEEE International Conference on Multimedia and Expo",
            "113–116", "2002"),
        Article("decheveigne2002", "Alain de Cheveigné and Hideki Kawahara", "YIN, a fundamental frequency estimator for speech and music",
            "The Journal of the Acoustical Society of America", "111", "4", "1917–1930", "2002"),
        Article("eyben2016", "Florian Eyben and Klaus R. Scherer and Björn W. Schuller and others",
            "The Geneva minimalistic acoustic parameter set (GeMAPS) for voice research and affective computing",
            "IEEE Transactions on Affective Computing", "7", "2", "190–202", "2016"),
        Proceedings("schuller2009", "Björn Schuller and Stefan Steidl and Anton Batliner", "The INTERSPEECH 2009 emotion challenge",
            "Interspeech", "312–315", "2009"),
        Proceedings("schuller2016", "Björn Schuller and Stefan Steidl and Anton Batliner and others",
            "The INTERSPEECH 2016 computational paralinguistics challenge: deception, sincerity and native language", "Interspeech",
            "2001–2005", "2016"),
        Article("hochreiter1997", "Sepp Hochreiter and Jürgen Schmidhuber", "Long short-term memory", "Neural Computation",
            "9", "8", "1735–1780", "1997"),
        Proceedings("cho2014", "Kyunghyun Cho and Bart van Merriënboer and Caglar Gulcehre and others",
            "Learning phrase representations using RNN encoder-decoder for statistical machine translation",
            "Conference on Empirical Methods in Natural Language Processing", "1724–1734", "2014"),
        Article("srivastava2014", "Nitish Srivastava and Geoffrey Hinton and Alex Krizhevsky and Ilya Sutskever and Ruslan Salakhutdinov",
            "Dropout: a simple way to prevent neural networks from overfitting", "Journal of Machine Learning Research",
            "15", "56", "1929–1958", "2014"),
        Proceedings("ioffe2015", "Sergey Ioffe and Christian Szegedy",
            "Batch normalization: accelerating deep network training by reducing internal covariate shift",
            "International Conference on Machine Learning", "448–456", "2015"),
        Preprint("ba2016", "Jimmy Lei Ba and Jamie Ryan Kiros and Geoffrey E. Hinton", "Layer normalization", "1607.06450", "2016"),
        Proceedings("vaswani2017", "Ashish Vaswani and Noam Shazeer and Niki Parmar and others", "Attention is all you need",
            "Advances in Neural Information Processing Systems 30", null, "2017"),
        Proceedings("xiong2020", "Ruibin Xiong and Yunchang Yang and Di He and others",
            "On layer normalization in the transformer architecture", "International Conference on Machine Learning", "10524–10533", "2020"),
        Proceedings("bahdanau2015", "Dzmitry Bahdanau and Kyunghyun Cho and Yoshua Bengio",
            "Neural machine translation by jointly learning to align and translate", "International Conference on Learning Representations",
            null, "2015"),
        Proceedings("yang2021", "Shu-wen Yang and Po-Han Chi and Yung-Sung Chuang and others",
            "SUPERB: speech processing universal performance benchmark", "Interspeech", "1194–1198", "2021"),
        Proceedings("kingma2015", "Diederik P. Kingma and Jimmy Ba", "Adam: a method for stochastic optimization",
            "International Conference on Learning Representations", null, "2015"),
        Proceedings("loshchilov2019", "Ilya Loshchilov and Frank Hutter", "Decoupled weight decay regularization",
            "International Conference on Learning Representations", null, "2019"),
        Proceedings("lin2017", "Tsung-Yi Lin and Priya Goyal and Ross Girshick and Kaiming He and Piotr Dollár",
            "Focal loss for dense object detection", "IEEE International Conference on Computer Vision", "2980–2988", "2017"),
        Article("lin1989", "Lawrence I-Kuei Lin", "A concordance correlation coefficient to evaluate reproducibility", "Biometrics",
            "45", "1", "255–268", "1989"),
        Article("cortes1995", "Corinna Cortes and Vladimir Vapnik", "Support-vector networks", "Machine Learning",
            "20", "3", "273–297", "1995"),
        Article("smola2004", "Alex J. Smola and Bernhard Schölkopf", "A tutorial on support vector regression", "Statistics and Computing",
            "14", "3", "199–222", "2004"),
        Article("breiman2001", "Leo Breiman", "Random forests", "Machine Learning", "45", "1", "5–32", "2001"),
        Article("friedman2001", "Jerome H. Friedman", "Greedy function approximation: a gradient boosting machine",
            "The Annals of Statistics", "29", "5", "1189–1232", "2001"),
        Article("friedman1989", "Jerome H. Friedman", "Regularized discriminant analysis",
            "Journal of the American Statistical Association", "84", "405", "165–175", "1989"),
        Article("cover1967", "Thomas M. Cover and Peter E. Hart", "Nearest neighbor pattern classification",
            "IEEE Transactions on Information Theory", "13", "1", "21–27", "1967"),
        Article("hoerl1970", "Arthur E. Hoerl and Robert W. Kennard", "Ridge regression: biased estimation for nonorthogonal problems",
            "Technometrics", "12", "1", "55–67", "1970"),
        Article("holm1979", "Sture Holm", "A simple sequentially rejective multiple test procedure",
            "Scandinavian Journal of Statistics", "6", "2", "65–70", "1979"),
        Article("welch1947", "Bernard L. Welch",
            "The generalization of ‘Student’s’ problem when several different population variances are involved", "Biometrika",
            "34", "1–2", "28–35", "1947"),
        Article("varma2006", "Sudhir Varma and Richard Simon",
            "Bias in error estimation when using cross-validation for model selection", "BMC Bioinformatics", "7", null, "91", "2006"),
        Article("efron1979", "Bradley Efron", "Bootstrap methods: another look at the jackknife", "The Annals of Statistics",
            "7", "1", "1–26", "1979"),
        Proceedings("guo2017", "Chuan Guo and Geoff Pleiss and Yu Sun and Kilian Q. Weinberger", "On calibration of modern neural networks",
            "International Conference on Machine Learning", "1321–1330", "2017"),
        Proceedings("baevski2020", "Alexei Baevski and Yuhao Zhou and Abdelrahman Mohamed and Michael Auli",
            "wav2vec 2.0: a framework for self-supervised learning of speech representations",
            "Advances in Neural Information Processing Systems 33", "12449–12460", "2020"),
        Article("hsu2021", "Wei-Ning Hsu and Benjamin Bolte and Yao-Hung Hubert Tsai and others",
            "HuBERT: self-supervised speech representation learning by masked prediction of hidden units",
            "IEEE/ACM Transactions on Audio, Speech, and Language Processing", "29", null, "3451–3460", "2021"),
        Article("chen2022", "Sanyuan Chen and Chengyi Wang and Zhengyang Chen and others",
            "WavLM: large-scale self-supervised pre-training for full stack speech processing",
            "IEEE Journal of Selected Topics in Signal Processing", "16", "6", "1505–1518", "2022"),
        Proceedings("baevski2022", "Alexei Baevski and Wei-Ning Hsu and Qiantong Xu and others",
            "data2vec: a general framework for self-supervised learning in speech, vision and language",
            "International Conference on Machine Learning", "1298–1312", "2022"),
        Proceedings("bergstra2011", "James Bergstra and Rémi Bardenet and Yoshua Bengio and Balázs Kégl",
            "Algorithms for hyper-parameter optimization", "Advances in Neural Information Processing Systems 24", "2546–2554", "2011"),
        Proceedings("jamieson2016", "Kevin Jamieson and Ameet Talwalkar",
            "Non-stochastic best arm identification and hyperparameter optimization",
            "International Conference on Artificial Intelligence and Statistics", "240–248", "2016"),
        Proceedings("radford2023", "Alec Radford and Jong Wook Kim and Tao Xu and others",
            "Robust speech recognition via large-scale weak supervision", "International Conference on Machine Learning",
            "28492–28518", "2023"),
    }.ToDictionary(static entry => entry.Key, StringComparer.Ordinal);

    /// <summary>Key of the work to cite for a corpus.</summary>
    public static string OfCorpus(string name) => $"corpus-{LatexText.Key(name)}";

    /// <summary>Keys of the works behind features.</summary>
    public static IReadOnlyList<string> OfFeatures(FeatureOptions features)
    {
        string[] kinds = features.Set is { } set
            ? [OptionKinds.NameOf(set.GetType())]
            : [.. features.Kinds.Select(static kind => kind.Name)];
        return [.. Of(kinds), .. features.Kind is EncoderKind encoder ? OfEncoder(encoder) : []];
    }

    /// <summary>Keys of the works behind a network, or behind the classifiers that one is chosen among.</summary>
    public static IReadOnlyList<string> OfModel(ExperimentOptions options) =>
        Of((options.Model ?? []).Select(static layer => OptionKinds.NameOf(layer.GetType()))
            .Concat((options.Classifier?.Candidates ?? []).Select(static candidate => OptionKinds.NameOf(candidate.GetType()))));

    /// <summary>Keys of the works behind a training.</summary>
    public static IReadOnlyList<string> OfTraining(ExperimentOptions options) => options.Training is not { } training
        ? []
        : Of(
            (options.Heads is { } heads
                ? heads.Select(static head => head.Value.LossOf(head.Key == PredictedColumns.Label))
                : [training.Loss])
            .Select(static loss => OptionKinds.NameOf(loss.GetType()))
            .Prepend(OptionKinds.NameOf(training.Optimizer.GetType())));

    /// <summary>Keys of the works behind metrics and intervals.</summary>
    public static IReadOnlyList<string> OfEvaluation(EvaluationResult result) =>
    [
        "efron1979",
        .. result is RegressionResult or ClassificationResult { Numbers: not null } ? ["lin1989"] : Array.Empty<string>(),
        .. result is ClassificationResult { Confidence: not null } ? ["guo2017"] : Array.Empty<string>(),
    ];

    /// <summary>Keys of the works behind a search, and behind a sweep in which each fold chooses its setting.</summary>
    public static IReadOnlyList<string> OfSweep(SweepOptions sweep, SweepResult result) =>
    [
        .. sweep.Tpe is null ? [] : new[] { "bergstra2011" },
        .. sweep.Halving is null ? [] : new[] { "jamieson2016" },
        .. result.Nested is null ? [] : new[] { "varma2006" },
    ];

    /// <summary>Keys of the works behind tests of differences.</summary>
    public static IReadOnlyList<string> OfPairs(Comparison comparison)
    {
        var pairs = comparison.Groups.SelectMany(static group => group.Pairs).ToList();
        return
        [
            .. comparison.Groups.Any(static group => group.Pairs.Count > 1) ? ["holm1979"] : Array.Empty<string>(),
            .. pairs.Exists(static pair => pair.Result.IsOverSeeds) ? ["welch1947"] : Array.Empty<string>(),
        ];
    }

    /// <summary>Keys of figures that others published, by their citation.</summary>
    public static IReadOnlyDictionary<string, string> Published(Comparison comparison) => comparison.Groups
        .SelectMany(static group => group.References)
        .Select(static reference => reference.Citation)
        .Distinct(StringComparer.Ordinal)
        .Index()
        .ToDictionary(
            static item => item.Item,
            static item => FormattableString.Invariant($"published-{item.Index + 1}"),
            StringComparer.Ordinal);

    /// <summary>Entries of everything that a paper cites: corpora, published figures, methods, and Bakeoff.</summary>
    public static IReadOnlyList<BibEntry> Entries(PaperContent content)
    {
        var methods = content.Runs
            .SelectMany(MethodText.Describe)
            .SelectMany(static aspect => aspect.Cites)
            .Concat(OfPairs(content.Comparison))
            .Concat(content.Sweeps.SelectMany(static sweep => sweep.Cites))
            .Where(Works.ContainsKey)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
        return
        [
            .. content.Runs
                .SelectMany(static run => run.Place.References)
                .DistinctBy(static work => work.Key)
                .Select(static work => ReferencesBibTex.Entry(work with { Key = OfCorpus(work.Key) })),
            .. Published(content.Comparison).Select(static item => new BibEntry("misc", item.Value, [("title", item.Key)])),
            .. methods.Select(static key => Works[key]),
            ReferencesBibTex.Entry(new Reference(
                "bakeoff",
                "Bakeoff: reproducible experiments in speech emotion recognition",
                $"Version {MachineState.Current.Version}, {WebSite.Address}")),
        ];
    }

    private static IReadOnlyList<string> Of(IEnumerable<string> kinds) =>
        [.. kinds.SelectMany(static kind => ByKind.GetValueOrDefault(kind, [])).Distinct(StringComparer.Ordinal)];

    private static string[] OfEncoder(EncoderKind encoder) =>
        [ByEncoder[SpeechEncoder.Describe(EncoderFolders.Find(encoder.Model)).Architecture]];

    private static BibEntry Article(
        string key, string author, string title, params string?[] place) =>
        new("article", key, Fields([
            ("author", author), ("title", title), ("journal", place[0]), ("volume", place[1]), ("number", place[2]), ("pages", place[3]),
            ("year", place[4]),
        ]));

    private static BibEntry Proceedings(string key, string author, string title, string booktitle, string? pages, string year) =>
        new("inproceedings", key, Fields([
            ("author", author), ("title", title), ("booktitle", booktitle), ("pages", pages), ("year", year),
        ]));

    private static BibEntry Preprint(string key, string author, string title, string number, string year) =>
        new("misc", key, Fields([("author", author), ("title", title), ("howpublished", $"arXiv:{number}"), ("year", year)]));

    private static List<(string Name, string Value)> Fields(IReadOnlyList<(string Name, string? Value)> fields) =>
        [.. fields.Where(static field => field.Value is not null).Select(static field => (field.Name, field.Value!))];
}
